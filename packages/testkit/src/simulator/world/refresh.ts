import type { RefreshPreferences, ReleaseId } from '@imago/engine';
import { endInstance } from './ending.ts';
import { isHealthy } from './is-healthy.ts';
import { isSuspended } from './is-suspended.ts';
import type { SimulatedGroup, SimulatedInstance, SimulatedRefresh, SimulatedSide } from './model.ts';
import { notice } from './notice.ts';
import { counted } from './pick-victims.ts';
import type { SimulatedWorld } from './world.ts';

const step = 3000;
const patience = 240_000;
const over = ['Successful', 'Failed', 'Cancelled'];

/** Whether a refresh of the group is under way. */
export const isRefreshing = ({ refresh }: SimulatedGroup): boolean =>
  refresh !== undefined && !over.includes(refresh.status);

/** StartInstanceRefresh with a desired configuration. */
export function startRefresh(
  world: SimulatedWorld,
  side: SimulatedSide,
  group: SimulatedGroup,
  to: ReleaseId,
  preferences: RefreshPreferences,
): void {
  const refresh: SimulatedRefresh = {
    id: `refresh-${world.nextInstance()}`,
    to,
    preferences,
    startedAt: world.now,
    status: 'Pending',
    percent: 0,
    total: group.instances.length,
    checkpointsPassed: 0,
    progressAt: world.now,
  };
  group.refresh = refresh;
  const again = (): void => {
    if (side.group !== group || group.refresh !== refresh || over.includes(refresh.status)) return;
    goOn(world, side, group, refresh);
    world.later(step, again);
  };
  world.later(step, again);
}

/** CancelInstanceRefresh: what was replaced stays replaced. */
export function cancelRefresh(world: SimulatedWorld, side: SimulatedSide, group: SimulatedGroup): void {
  const { refresh } = group;
  if (refresh === undefined || !isRefreshing(group)) return;
  refresh.status = 'Cancelling';
  world.later(world.random.between(2000, 10_000), () => {
    refresh.status = 'Cancelled';
    calm(world, side, group);
  });
}

function goOn(
  world: SimulatedWorld,
  side: SimulatedSide,
  group: SimulatedGroup,
  refresh: SimulatedRefresh,
): void {
  const { preferences } = refresh;
  if (refresh.status === 'Cancelling') return;
  if (refresh.status === 'Pending') {
    refresh.status = 'InProgress';
    refresh.total = group.instances.filter(({ state }) => state !== 'Terminating').length;
  }
  // AWS then replaces nothing, and does not say so.
  if (isSuspended(group.suspended, 'Launch', 'Terminate', 'InstanceRefresh')) {
    failWhenLate(world, side, group, refresh);
    return;
  }
  if (refresh.restsUntil !== undefined && world.now < refresh.restsUntil) return;
  if (refresh.status === 'Baking') {
    refresh.status = 'Successful';
    return;
  }
  const old = group.instances.filter((instance) => isOld(instance, refresh));
  const waited = old.filter((instance) => isWaitedFor(instance, preferences));
  const left = old.filter((instance) => !isIgnored(instance, preferences));
  const replaced = refresh.total === 0 ? 1 : Math.max(0, refresh.total - left.length) / refresh.total;
  const percent = Math.floor(replaced * 100);
  if (percent > refresh.percent) refresh.progressAt = world.now;
  refresh.percent = percent;
  const settled = group.instances.filter((instance) => isSettled(world, instance, refresh)).length;
  if (left.length === 0) {
    if (settled < group.capacity.desired) failWhenLate(world, side, group, refresh);
    else bakeOrEnd(world, side, group, refresh);
    return;
  }
  if (restAtCheckpoint(world, group, refresh, settled)) {
    failWhenLate(world, side, group, refresh);
    return;
  }
  const free = left.filter((instance) => !waited.includes(instance));
  if (free.length === 0) {
    failWhenLate(world, side, group, refresh);
    return;
  }
  replaceSome(world, side, group, { refresh, free, settled });
}

function replaceSome(
  world: SimulatedWorld,
  side: SimulatedSide,
  group: SimulatedGroup,
  state: { refresh: SimulatedRefresh; free: readonly SimulatedInstance[]; settled: number },
): void {
  const { refresh, free, settled } = state;
  const { minHealthyPercentage: min, maxHealthyPercentage: max } = refresh.preferences;
  const { desired } = group.capacity;
  const floor =
    max > 100 ? Math.ceil((desired * min) / 100) : Math.min(desired - 1, Math.ceil((desired * min) / 100));
  const room = Math.max(max > 100 ? 1 : 0, Math.floor((desired * max) / 100) - desired);
  group.surge = surgeFor(free.length);
  notice(world, side);
  let spare = settled - Math.max(0, floor);
  let left = free.length;
  for (const instance of [...free].sort((a, b) => a.launchedAt - b.launchedAt)) {
    const counts = isSettled(world, instance, refresh);
    // What carries nothing may go at any time.
    if (counts && spare <= 0) continue;
    if (counts) spare -= 1;
    refresh.progressAt = world.now;
    left -= 1;
    endInstance(world, side, instance, 'ours');
  }
  // What comes for the last one is there already.
  group.surge = surgeFor(left);
  if (spare <= 0) failWhenLate(world, side, group, refresh);

  /** An old one that went by itself leaves one too many: then no other goes before its time. */
  function surgeFor(old: number): number {
    return Math.max(Math.min(room, old), counted(group).length - desired);
  }
}

function restAtCheckpoint(
  world: SimulatedWorld,
  group: SimulatedGroup,
  refresh: SimulatedRefresh,
  settled: number,
): boolean {
  const { checkpointPercentages, checkpointDelay } = refresh.preferences;
  const next = checkpointPercentages[refresh.checkpointsPassed];
  if (next === undefined || next >= 100 || refresh.percent < next) return false;
  if (settled < group.capacity.desired) return true;
  refresh.checkpointsPassed += 1;
  refresh.restsUntil = world.now + checkpointDelay * 1000;
  refresh.progressAt = refresh.restsUntil;
  return true;
}

function bakeOrEnd(
  world: SimulatedWorld,
  side: SimulatedSide,
  group: SimulatedGroup,
  refresh: SimulatedRefresh,
): void {
  group.launches = refresh.to;
  refresh.percent = 100;
  const { bakeTime } = refresh.preferences;
  refresh.status = bakeTime > 0 ? 'Baking' : 'Successful';
  refresh.restsUntil = world.now + bakeTime * 1000;
  calm(world, side, group);
}

function failWhenLate(
  world: SimulatedWorld,
  side: SimulatedSide,
  group: SimulatedGroup,
  refresh: SimulatedRefresh,
): void {
  if (world.now - refresh.progressAt < patience) return;
  refresh.status = 'Failed';
  refresh.reason = 'instances did not become healthy in time';
  calm(world, side, group);
}

function calm(world: SimulatedWorld, side: SimulatedSide, group: SimulatedGroup): void {
  group.surge = 0;
  // Which of too many goes is for the group's own policy to say.
  group.sizedBy = 'self';
  if (counted(group).length !== group.capacity.desired) notice(world, side);
}

const isOld = (instance: SimulatedInstance, { to, startedAt, preferences }: SimulatedRefresh): boolean => {
  if (instance.state === 'Terminating') return false;
  return instance.release !== to || (instance.launchedAt < startedAt && !preferences.skipMatching);
};

const isIgnored = (instance: SimulatedInstance, preferences: RefreshPreferences): boolean =>
  (instance.state === 'Standby' && preferences.standbyInstances === 'ignore') ||
  (instance.protected && preferences.scaleInProtectedInstances === 'ignore');

const isWaitedFor = (instance: SimulatedInstance, preferences: RefreshPreferences): boolean =>
  (instance.state === 'Standby' && preferences.standbyInstances === 'wait') ||
  (instance.protected && preferences.scaleInProtectedInstances === 'wait');

const isSettled = (
  world: SimulatedWorld,
  instance: SimulatedInstance,
  { preferences, startedAt }: SimulatedRefresh,
): boolean =>
  isHealthy(instance) &&
  (instance.launchedAt < startedAt ||
    world.now - (instance.healthySince ?? world.now) >= preferences.instanceWarmup * 1000);
