import type { Capacity, RollingSettings } from '../model/fleet.ts';
import type { Observed, ObservedGroup, ObservedInstance } from '../model/observed.ts';
import type { ReleaseId } from '../model/release.ts';
import { shows } from './moments.ts';
import type { Rollout } from './rollout.ts';
import { wantedSize } from './wanted-size.ts';
import type { WantedSize } from './wanted-size.ts';

/** A group in the middle of a replacement: its instances by what is to become of them. */
export interface Picture {
  /** Sizes as they are seen. */
  readonly capacity: Capacity;
  readonly size: WantedSize;
  /** The look is late enough to show everything that we did. */
  readonly fresh: boolean;
  /** On the goal release, and counted: healthy for long enough, and warm. */
  readonly ready: readonly ObservedInstance[];
  /** On the goal release, and not counted yet. */
  readonly coming: readonly ObservedInstance[];
  /** Not launched yet. */
  readonly missing: number;
  /** In service beyond what is desired: the group ends these by itself. */
  readonly excess: number;
  /** To be replaced. */
  readonly outdated: readonly ObservedInstance[];
  /** Of these, what carries nothing. */
  readonly failing: readonly ObservedInstance[];
  /** To be ended, and outside of the group's count. */
  readonly idle: readonly ObservedInstance[];
  /** To be replaced once a person lets them go. */
  readonly held: readonly ObservedInstance[];
  /** Of another release, and they stay. */
  readonly staying: readonly ObservedInstance[];
}

/** In service and passing its health checks. */
export const isHealthy = ({ lifecycleState, health }: ObservedInstance): boolean =>
  lifecycleState === 'InService' && health === 'healthy';

/** Sorts the instances of a group by the release that they are to come to. What the journal ended does not count. */
export function pictureOf(
  observed: Observed,
  group: ObservedGroup,
  rollout: Rollout,
  plan: { readonly goal: ReleaseId; readonly strategy: RollingSettings; readonly now: Date },
): Picture {
  const { goal, strategy, now } = plan;
  const { actedAt, ended } = rollout;
  const fresh = actedAt === undefined || shows(actedAt, observed.at);
  const running = group.instances.filter(({ lifecycleState }) => isRunning(lifecycleState));
  // One that runs long after it was ended was not: whoever wrote it down died before the call.
  const lives = ({ id }: ObservedInstance): boolean => ended[id] === undefined || fresh;
  const alive = running.filter(lives);
  const aliveIds = new Set(alive.map(({ id }) => id));
  const gone = Object.entries(ended).flatMap(([id, end]) => (end.shrink && !aliveIds.has(id) ? [end] : []));
  const size = wantedSize(group.capacity, rollout, {
    gone,
    fresh,
    since: shows(rollout.startedAt, observed.at),
  });

  const aside = alive.filter(({ lifecycleState }) => lifecycleState.includes('Standby'));
  const counted = alive.filter(({ lifecycleState }) => !lifecycleState.includes('Standby'));
  const matches = new Set(counted.filter((instance) => runs(instance, goal, rollout, strategy)));
  const matching = [...matches];
  const others = counted.filter((instance) => !matches.has(instance));
  const old = aside.filter((instance) => !runs(instance, goal, rollout, strategy));
  const guarded = others.filter((instance) => instance.protected);
  const { standbyInstances, scaleInProtectedInstances } = strategy;
  // A look that is behind does not make an instance fail that was seen healthy a moment ago.
  const healthyLately = ({ id }: ObservedInstance): boolean =>
    !shows(rollout.seenHealthyOf[id] ?? new Date(0), now);
  const ready = new Set(matching.filter((instance) => isReady(instance, rollout, strategy, now)));
  const isFree = (one: ObservedInstance): boolean =>
    scaleInProtectedInstances === 'refresh' || !one.protected;
  // Protected and in standby: both have to allow its end.
  const idle = standbyInstances === 'terminate' ? old : [];
  return {
    capacity: group.capacity,
    size,
    fresh,
    ready: [...ready],
    coming: matching.filter((instance) => !ready.has(instance)),
    missing: Math.max(0, group.capacity.desired - counted.length),
    excess: Math.max(0, counted.length - group.capacity.desired),
    outdated: others.filter(isFree),
    failing: others.filter(isFree).filter((one) => !isHealthy(one) && !healthyLately(one)),
    idle: idle.filter(isFree),
    held: [
      ...(standbyInstances === 'wait' ? old : []),
      ...(scaleInProtectedInstances === 'wait' ? [...guarded, ...idle.filter((one) => !isFree(one))] : []),
    ],
    staying: scaleInProtectedInstances === 'ignore' ? guarded : [],
  };
}

const isRunning = (state: string): boolean =>
  state.startsWith('Pending') || state === 'InService' || state.includes('Standby');

function runs(
  { release, launchedAt }: ObservedInstance,
  goal: ReleaseId,
  rollout: Rollout,
  strategy: RollingSettings,
): boolean {
  if (release !== goal) return rollout.turnedBack !== undefined && release !== rollout.to;
  // Nothing can have run a new release before: no clock need be compared, and what is left of the old one is kept.
  if (strategy.skipMatching || rollout.kind === 'deploy' || rollout.turnedBack !== undefined) return true;
  return rollout.preparedAt !== undefined && launchedAt !== undefined && launchedAt >= rollout.preparedAt;
}

function isReady(
  instance: ObservedInstance,
  rollout: Rollout,
  { minHealthyTime, instanceWarmup }: RollingSettings,
  now: Date,
): boolean {
  const since = rollout.healthySinceOf[instance.id];
  if (!isHealthy(instance) || since === undefined) return false;
  const { launchedAt, release } = instance;
  // What ran before the rollout has shown its health long ago.
  if (release !== rollout.to && launchedAt !== undefined && launchedAt < rollout.startedAt) return true;
  const warm = launchedAt === undefined ? 0 : launchedAt.getTime() + instanceWarmup.milliseconds;
  return now.getTime() >= Math.max(warm, since.getTime() + minHealthyTime.milliseconds);
}
