import { formatDuration, milliseconds } from '../model/duration.ts';
import type { Duration } from '../model/duration.ts';
import type { ObservedInstance } from '../model/observed.ts';
import type { Because } from '../model/rollout.ts';
import { after, latest } from './moments.ts';
import { needed } from './new-capacity.ts';
import type { Rollout } from './rollout.ts';
import { sideBefore } from './rollout.ts';
import type { Rule, TwoSides } from './two-sides.ts';

/** Lets by when enough instances for that share are healthy, each for `minHealthyTime`; gives up those that never are. */
export const awaitHealth =
  (share: number): Rule =>
  (sides) => {
    const enough = haveEnough(share)(sides);
    if (enough !== undefined) return enough;
    const { rollout, healthy, now } = sides;
    const healthyFor = minHealthyTime(rollout);
    const countsAt = healthy
      .map(({ id }) => after(rollout.healthySinceOf[id] ?? now, healthyFor))
      .sort((a, b) => a.getTime() - b.getTime());
    const until = countsAt[needed(sides, share) - 1];
    if (until === undefined || now >= until) return undefined;
    const reason = `${rollout.to} to stay healthy for ${formatDuration(healthyFor)}`;
    return { kind: 'wait', reason, until, meant: true };
  };

/** Lets by while enough instances for that share are healthy. */
export const haveEnough =
  (share: number): Rule =>
  (sides) => {
    const { rollout, healthy } = sides;
    const wanted = needed(sides, share);
    if (healthy.length >= wanted) return undefined;
    if (isLate(sides, wanted)) return { kind: 'turn-back', because: notHealthy(sides, wanted) };
    return { kind: 'wait', reason: `${healthy.length} of ${wanted} instances of ${rollout.to} healthy` };
  };

/** The reason for turning back that the health of the new side gives. */
export const notHealthy = ({ rollout, healthy }: TwoSides, wanted: number): Because => ({
  kind: 'not-healthy',
  healthy: healthy.length,
  wanted,
  after: formatDuration(rollout.strategy.healthyDeadline),
});

/** A side that stood all the time has shown its health; one that starts anew has not. */
export const stood = (rollout: Rollout): boolean =>
  rollout.kind === 'rollback' && (sideBefore(rollout, rollout.toSide)?.capacity.desired ?? 0) > 0;

const minHealthyTime = (rollout: Rollout): Duration =>
  stood(rollout) ? milliseconds(0) : rollout.strategy.minHealthyTime;

/**
 * Whether an instance has had its time, or instances do not even come. Where Auto Scaling replaces what fails, none
 * gets old enough: then the time since anything became healthy counts.
 */
function isLate({ rollout, next, now }: TwoSides, wanted: number): boolean {
  const { preparedAt = now, balancerActiveSince = now, progressAt, seenHealthyOf } = rollout;
  const { healthyDeadline } = rollout.strategy;
  const staying = (next?.group?.instances ?? []).filter(isStaying);
  const ailing = staying.filter((instance) => !isHealthy(instance));
  // Without a load balancer nothing can show its health, and what was healthy once has its time again.
  const dueAt = ({ id, launchedAt }: ObservedInstance): Date =>
    after(latest(launchedAt ?? preparedAt, balancerActiveSince, seenHealthyOf[id]), healthyDeadline);
  if (ailing.some((instance) => now >= dueAt(instance))) return true;
  const lacking = staying.length < wanted || ailing.some(({ id }) => seenHealthyOf[id] === undefined);
  return lacking && now >= after(latest(preparedAt, balancerActiveSince, progressAt), healthyDeadline);
}

/** Whether it is not on its way out, such as when Auto Scaling replaces it. */
const isStaying = ({ lifecycleState }: ObservedInstance): boolean =>
  lifecycleState.startsWith('Pending') || lifecycleState === 'InService';

const isHealthy = ({ lifecycleState, health }: ObservedInstance): boolean =>
  lifecycleState === 'InService' && health === 'healthy';
