import type { Capacity, DeployOutcome, DestroyOutcome, ReleaseId, RollbackOutcome } from '@imago/engine';
import type { SimulatedWorld } from './world.ts';

/** What must be as it was when a rollout turned back. */
export interface Snapshot {
  readonly live: ReleaseId | undefined;
  readonly sides: readonly {
    readonly release: ReleaseId;
    readonly capacity: Capacity | undefined;
    readonly retireAt: number | undefined;
  }[];
  readonly loadBalancer: boolean;
}

/** The world as it is now. */
export function snapshotOf(world: SimulatedWorld): Snapshot {
  return {
    live: liveIn(world),
    loadBalancer: world.loadBalancer !== undefined,
    sides: [...world.sides]
      .filter(([, side]) => side.targetGroup)
      .map(([release, { group }]) => ({
        release,
        capacity: group?.capacity,
        retireAt: group?.retirement?.getTime(),
      })),
  };
}

/** Which invariants do not hold after a command that came to its end. */
export function violationsOfEnd(
  outcome: DeployOutcome | RollbackOutcome | DestroyOutcome,
  before: Snapshot | undefined,
  world: SimulatedWorld,
): readonly string[] {
  switch (outcome.kind) {
    case 'locked':
    case 'unchanged':
    case 'nowhere':
    case 'nothing':
      return [];
    case 'destroyed':
      return world.isEmpty() ? [] : ['something is left after destroy'];
    case 'stopped':
      return [`stopped: ${outcome.reason}`];
    case 'deployed':
      return afterDeployed(outcome.release.id, outcome.previous, world);
    case 'rolled-back':
    case 'interrupted':
      return before === undefined ? [] : afterPuttingBack(before, world);
  }
}

function afterDeployed(
  release: ReleaseId,
  previous: ReleaseId | undefined,
  world: SimulatedWorld,
): readonly string[] {
  const broken: string[] = [];
  const side = world.sides.get(release);
  if (liveIn(world) !== release)
    broken.push(`${release} is deployed, but ${liveIn(world) ?? 'nothing'} is live`);
  if (!world.answers()) broken.push(`${release} is deployed, but requests fail`);
  if (side?.group?.retirement !== undefined) broken.push(`${release} is live and about to be retired`);
  for (const [other, { group, targetGroup }] of world.sides) {
    if (other === release || !targetGroup) continue;
    if (other !== previous) broken.push(`${other} is left over after ${release} was deployed`);
    const going = group?.retirement !== undefined || group?.capacity.desired === 0;
    if (!going) broken.push(`${other} stays for ever`);
  }
  return broken;
}

function afterPuttingBack(before: Snapshot, world: SimulatedWorld): readonly string[] {
  const broken: string[] = [];
  const after = snapshotOf(world);
  if (after.live !== before.live)
    broken.push(`${before.live ?? 'nothing'} was live, now ${after.live ?? 'nothing'} is`);
  if (after.loadBalancer !== before.loadBalancer) broken.push('the load balancer is not as it was');
  for (const { release } of after.sides) {
    if (!before.sides.some((side) => side.release === release)) broken.push(`${release} is left over`);
  }
  for (const { release, capacity, retireAt } of before.sides) {
    // One that had to go meanwhile may be gone.
    if (retireAt !== undefined && retireAt <= world.now) continue;
    if (capacity?.desired === 0) continue;
    const now = after.sides.find((side) => side.release === release);
    if (now === undefined) broken.push(`${release} is gone`);
    else if (!sameSizes(now.capacity, capacity)) broken.push(`the sizes of ${release} are not as before`);
    else if (now.retireAt !== retireAt) broken.push(`the retirement of ${release} is not as before`);
  }
  return broken;
}

const liveIn = (world: SimulatedWorld): ReleaseId | undefined =>
  [...(world.weights ?? [])].find(([, weight]) => weight > 0)?.[0];

const sameSizes = (a: Capacity | undefined, b: Capacity | undefined): boolean =>
  a?.min === b?.min && a?.desired === b?.desired && a?.max === b?.max;
