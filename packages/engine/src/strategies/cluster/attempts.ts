import type { ReleaseId } from '../../model/release.ts';
import { minutes } from '../../model/duration.ts';
import type { Duration } from '../../model/duration.ts';
import { after } from '../moments.ts';
import type { ClusterRollout } from './cluster-rollout.ts';

/** A launch that was ordered. */
export interface Launch {
  readonly attempt: string;
  readonly release: ReleaseId;
  readonly at: Date;
}

/** What may have become of a launch. */
interface Since {
  readonly now: Date;
  /** Attempts whose instances were seen to have ended. */
  readonly ended: readonly string[] | undefined;
}

/** How long a launch may go unseen before its instance counts as dead at birth. */
const unseenFor: Duration = minutes(1);

/** How often a member is launched on one release before that release is given up for it. */
export const mostAttempts = 3;

/** Launches of a member in this rollout, oldest first; one that was ordered again dates from its first order. */
export function launchesOf({ acts }: Pick<ClusterRollout, 'acts'>, member: string): readonly Launch[] {
  const launches = new Map<string, Launch>();
  for (const { at, action } of acts) {
    if (action.kind !== 'launch-member' || action.member !== member) continue;
    const { attempt, release } = action;
    if (!launches.has(attempt)) launches.set(attempt, { attempt, release, at });
  }
  return [...launches.values()];
}

/**
 * The name of the next launch of a member of which no instance is seen. It stays the same, so that a launch that is
 * ordered twice makes one instance, until the instance that it made is known to be gone.
 */
export function attemptOf(
  rollout: Pick<ClusterRollout, 'acts' | 'number'>,
  member: string,
  release: ReleaseId,
  { now, ended }: Since,
): string {
  const launches = launchesOf(rollout, member);
  const last = launches.at(-1);
  if (last?.release === release && !isSpent(rollout, member, last, { now, ended })) return last.attempt;
  return `${rollout.number}-${member}-${launches.length + 1}`;
}

/** How many attempts there were on this release. */
export const attemptsOn = (
  rollout: Pick<ClusterRollout, 'acts'>,
  member: string,
  release: ReleaseId,
): number => launchesOf(rollout, member).filter((launch) => launch.release === release).length;

/** Whether the instance of a launch, none being seen now, was there once or had its time to come. */
export function isSpent(
  { acts }: Pick<ClusterRollout, 'acts'>,
  member: string,
  { attempt, at }: Launch,
  { now, ended = [] }: Since,
): boolean {
  if (ended.includes(attempt)) return true;
  const launchedAt = acts.findLastIndex(
    ({ action }) => action.kind === 'launch-member' && action.attempt === attempt,
  );
  const wasThere = acts
    .slice(launchedAt + 1)
    .some(({ action }) => 'instance' in action && action.member === member);
  return wasThere || now >= after(at, unseenFor);
}
