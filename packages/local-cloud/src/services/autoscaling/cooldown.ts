import type { LocalCloud } from '../../cloud.ts';
import type { GroupRecord } from '../../store/records/auto-scaling.ts';
import { activitiesOf } from './activities.ts';
import { policiesOf } from './policies.ts';

/**
 * What keeps a simple scaling policy from being executed: activities of the last one that was, and its cooldown
 * from the end of them. Nothing when it may go on.
 */
export function cooldownOf(cloud: LocalCloud, group: GroupRecord): string | undefined {
  const [latest] = policiesOf(cloud, group.id)
    .flatMap(({ rule, lastScaledAt }) =>
      rule.kind === 'SimpleScaling' && lastScaledAt ? [{ rule, lastScaledAt }] : [],
    )
    .toSorted((a, b) => b.lastScaledAt.getTime() - a.lastScaledAt.getTime());
  if (!latest) return undefined;
  const followed = activitiesOf(cloud, group.id).filter(({ startedAt }) => startedAt >= latest.lastScaledAt);
  const open = followed.find(({ endedAt }) => endedAt === undefined);
  if (open) return `Scaling activity ${open.id} is in progress and blocks this action`;
  const ended = followed.map(({ endedAt }) => endedAt?.getTime() ?? 0);
  const seconds = latest.rule.cooldown ?? group.defaultCooldown;
  const until = Math.max(latest.lastScaledAt.getTime(), ...ended) + seconds * 1000;
  return cloud.now().getTime() < until
    ? `The cooldown period of the last scaling activity of ${group.id} is not over and blocks this action`
    : undefined;
}
