import { CloudError, sideOf } from '@imago/engine';
import type { Action, Capacity, FleetSettings, ImageRef, Observed, ReleaseId, Weights } from '@imago/engine';
import type { Step } from './caller.ts';
import { endInstance } from './world/ending.ts';
import type { SideTimes, SimulatedGroup, SimulatedSide } from './world/model.ts';
import { notice } from './world/notice.ts';
import { cancelRefresh, isRefreshing, startRefresh } from './world/refresh.ts';
import { setSizes } from './world/scaling.ts';
import type { SimulatedWorld } from './world/world.ts';

/** What an action needs to know besides itself. */
export interface Order {
  readonly image: ImageRef;
  readonly settings: FleetSettings;
}

/** The calls that an action is made of. */
export function stepsOf(
  world: SimulatedWorld,
  action: Action,
  { order, known }: { readonly order?: Order | undefined; readonly known?: Observed | undefined } = {},
): readonly Step[] {
  switch (action.kind) {
    case 'prepare-environment':
      return [
        () => void world.securityGroups.add('load-balancer').add('instances'),
        () => {
          if (world.loadBalancer !== undefined) return;
          world.loadBalancer = { activeAt: world.now + world.random.between(5000, 40_000) };
          world.later(world.loadBalancer.activeAt - world.now, () => undefined);
        },
      ];
    case 'prepare-side':
      return prepareSide(world, action, order);
    case 'prepare-template':
      return [() => void (ensure(world, action.release, order).template = true)];
    case 'set-weights':
      return [() => setWeights(world, action.weights)];
    case 'set-test-traffic':
      return [() => setTestTraffic(world, action.releases)];
    case 'set-capacity':
      return [() => resize(world, action, known && sideOf(known, action.release)?.group?.capacity)];
    case 'set-suspended':
      return setSuspended(world, action.release, action.processes);
    case 'schedule-retirement':
      return [() => world.scheduleRetirement(groupOf(world, action.release).side, new Date(action.at))];
    case 'cancel-retirement':
      return [() => void delete groupOf(world, action.release).group.retirement];
    case 'set-template':
      return [() => setTemplate(world, action.release, action.template)];
    case 'terminate':
      return action.instances.map((id) => () => terminate(world, action.release, id, action.shrink));
    case 'start-refresh':
      return [() => beginRefresh(world, action)];
    case 'cancel-refresh':
      return [
        () => {
          const { side, group } = groupOf(world, action.release);
          cancelRefresh(world, side, group);
        },
      ];
    case 'remove-side':
      return removeSide(world, action.release);
    case 'remove-environment':
      return removeEnvironment(world);
  }
}

function ensure(world: SimulatedWorld, release: ReleaseId, order: Order | undefined): SimulatedSide {
  const side = world.sides.get(release);
  if (side !== undefined) return side;
  if (order === undefined) throw new Error(`nobody says what ${release} is made of`);
  return world.ensure(release, order.image.id, timesOf(order.settings));
}

function timesOf({ loadBalancer, healthCheckGracePeriod }: FleetSettings): SideTimes {
  const { health, deregistrationDelay } = loadBalancer;
  return {
    healthyAfter: health.interval.milliseconds * health.healthyThreshold,
    unhealthyAfter: health.interval.milliseconds * health.unhealthyThreshold,
    drain: deregistrationDelay.milliseconds,
    grace: healthCheckGracePeriod.milliseconds,
  };
}

function groupOf(
  world: SimulatedWorld,
  release: ReleaseId,
): { readonly side: SimulatedSide; readonly group: SimulatedGroup } {
  const side = world.sides.get(release);
  if (side?.group === undefined)
    throw new CloudError('not-found', 'ValidationError', `no group of ${release}`);
  if (side.group.deleting) throw new CloudError('conflict', 'ScalingActivityInProgress', 'pending delete');
  return { side, group: side.group };
}

function prepareSide(
  world: SimulatedWorld,
  action: Extract<Action, { kind: 'prepare-side' }>,
  order: Order | undefined,
): readonly Step[] {
  const { release, capacity, weight, suspendedProcesses } = action;
  const side = (): SimulatedSide => ensure(world, release, order);
  return [
    () => void (side().template = true),
    () => void (side().targetGroup = true),
    () => listSide(world, release, weight),
    () => {
      const made = side();
      if (made.group?.deleting === true) throw new CloudError('conflict', 'AlreadyExists', 'pending delete');
      if (made.group === undefined) {
        made.group = {
          capacity,
          launches: release,
          deleting: false,
          suspended: [...suspendedProcesses],
          instances: [],
          sizedBy: 'ours',
          surge: 0,
          rebalances: false,
          failures: [],
        };
        notice(world, made);
        return;
      }
      made.group.suspended = [...suspendedProcesses];
      setSizes(world, made, capacity, 'ours');
    },
  ];
}

/** Adds a side to the listener, which is made where there is none; nothing else in it changes. */
function listSide(world: SimulatedWorld, release: ReleaseId, weight: number): void {
  if (world.loadBalancer === undefined) throw new CloudError('not-found', 'NotFound', 'no load balancer');
  const listed = world.weights ?? new Map<ReleaseId, number>();
  const served = [...listed].some(([other, share]) => other !== release && share > 0);
  const given = served ? 0 : weight;
  if ((listed.get(release) ?? -1) < given) world.setListener(new Map([...listed, [release, given]]));
}

function setWeights(world: SimulatedWorld, weights: Weights): void {
  for (const { release } of weights) {
    if (world.sides.get(release)?.targetGroup === true) continue;
    throw new CloudError('not-found', 'TargetGroupNotFound', `no target group of ${release}`);
  }
  if (world.loadBalancer === undefined) throw new CloudError('not-found', 'NotFound', 'no load balancer');
  if (world.weights === undefined) throw new CloudError('not-found', 'NotFound', 'no listener');
  world.setListener(new Map(weights.map(({ release, weight }) => [release, weight])));
}

function setTestTraffic(world: SimulatedWorld, releases: readonly ReleaseId[]): void {
  if (world.weights === undefined) {
    if (releases.length === 0) return;
    throw new CloudError('not-found', 'NotFound', 'no listener');
  }
  for (const release of releases) {
    if (world.sides.get(release)?.targetGroup === true) continue;
    throw new CloudError('not-found', 'TargetGroupNotFound', `no target group of ${release}`);
  }
  world.setListener(world.weights, [...releases]);
}

/** UpdateAutoScalingGroup; a desired capacity that is known to be there already is not sent, and stays within the limits. */
function resize(
  world: SimulatedWorld,
  { release, capacity }: Extract<Action, { kind: 'set-capacity' }>,
  known: Capacity | undefined,
): void {
  const { side, group } = groupOf(world, release);
  const { min, max } = capacity;
  const desired = known?.desired === capacity.desired ? group.capacity.desired : capacity.desired;
  setSizes(world, side, { min, desired: Math.min(Math.max(desired, min), max), max }, 'ours');
}

function setSuspended(
  world: SimulatedWorld,
  release: ReleaseId,
  processes: readonly string[],
): readonly Step[] {
  return [
    () => {
      const { group } = groupOf(world, release);
      group.suspended = [...new Set([...group.suspended, ...processes])].sort();
    },
    () => {
      const { side, group } = groupOf(world, release);
      group.suspended = [...processes].sort();
      notice(world, side);
    },
  ];
}

function setTemplate(world: SimulatedWorld, release: ReleaseId, template: ReleaseId): void {
  if (world.sides.get(template)?.template !== true) {
    throw new CloudError('not-found', 'ValidationError', `no launch template of ${template}`);
  }
  groupOf(world, release).group.launches = template;
}

/** TerminateInstanceInAutoScalingGroup; one that is on its way out is left to go. */
function terminate(world: SimulatedWorld, release: ReleaseId, id: string, shrink: boolean): void {
  const { side, group } = groupOf(world, release);
  const instance = group.instances.find((other) => other.id === id);
  if (instance === undefined || instance.state === 'Terminating') return;
  const { min, desired, max } = group.capacity;
  if (shrink && desired <= min) {
    throw new CloudError(
      'invalid',
      'ValidationError',
      `desired capacity would fall below the minimum of ${min}`,
    );
  }
  if (shrink && instance.state !== 'Standby') group.capacity = { min, desired: desired - 1, max };
  // It crosses a person's standby: the group keeps the size that one more had.
  else if (shrink) world.watcher.scaled(side, group.capacity, group.capacity);
  endInstance(world, side, instance, 'ours');
}

function beginRefresh(world: SimulatedWorld, action: Extract<Action, { kind: 'start-refresh' }>): void {
  const { release, template, preferences } = action;
  const { side, group } = groupOf(world, release);
  if (isRefreshing(group)) {
    if (group.refresh?.to === template && group.refresh.status !== 'Cancelling') return;
    throw new CloudError('conflict', 'InstanceRefreshInProgress', 'a refresh is in progress');
  }
  if (world.sides.get(template)?.template !== true) {
    throw new CloudError('not-found', 'ValidationError', `no launch template of ${template}`);
  }
  startRefresh(world, side, group, template, preferences);
}

function removeSide(world: SimulatedWorld, release: ReleaseId): readonly Step[] {
  const found = world.sides.get(release);
  if (found === undefined) return [];
  return [
    () => {
      const { weights, testTraffic } = world;
      const rules = testTraffic.filter((side) => side !== release);
      if (weights?.has(release) !== true) {
        if (rules.length < testTraffic.length) world.setListener(weights, rules);
        return;
      }
      const rest = new Map([...weights].filter(([side]) => side !== release));
      world.setListener(rest.size === 0 ? undefined : rest, rules);
    },
    () => {
      if (found.group === undefined) return;
      found.group.deleting = true;
      notice(world, found);
    },
    () => void (found.targetGroup = false),
    () => {
      found.template = false;
      world.forget(found);
    },
  ];
}

function removeEnvironment(world: SimulatedWorld): readonly Step[] {
  return [
    () => world.setListener(undefined),
    () => void (world.loadBalancer = undefined),
    () => {
      const inUse = [...world.sides.values()].some(({ group }) => group !== undefined);
      if (!inUse) world.securityGroups.clear();
    },
  ];
}
