import type { Capacity, ReleaseId } from '@imago/engine';
import type { SimulatedGroup, SimulatedSide } from '../world/model.ts';
import type { SimulatedWorld } from '../world/world.ts';

/** One group as it was. */
export interface GroupSnapshot {
  readonly capacity: Capacity;
  readonly launches: ReleaseId;
  readonly suspended: readonly string[];
  readonly retireAt: number | undefined;
  readonly weight: number;
}

/** What must be as it was when a rollout is given up. */
export interface Snapshot {
  readonly live: ReleaseId | undefined;
  readonly templates: readonly ReleaseId[];
  readonly groups: ReadonlyMap<ReleaseId, GroupSnapshot>;
  readonly loadBalancer: boolean;
}

/** The world as it is now; what is on its way out is out. */
export function snapshotOf(world: SimulatedWorld): Snapshot {
  const standing = [...world.sides.values()].filter(isStanding);
  return {
    live: liveIn(world),
    templates: standing.filter(({ template }) => template).map(({ release }) => release),
    groups: new Map(
      standing.flatMap(({ release, group }) =>
        group === undefined || group.deleting
          ? []
          : [[release, snapshotOfGroup(world, release, group)] as const],
      ),
    ),
    loadBalancer: world.loadBalancer !== undefined,
  };
}

function snapshotOfGroup(world: SimulatedWorld, release: ReleaseId, group: SimulatedGroup): GroupSnapshot {
  return {
    capacity: group.capacity,
    launches: group.launches,
    suspended: group.suspended,
    retireAt: group.retirement?.getTime(),
    weight: world.weights?.get(release) ?? 0,
  };
}

/** Whether anything of it is left besides a group that is being deleted. */
const isStanding = ({ template, targetGroup, group }: SimulatedSide): boolean =>
  template || targetGroup || group?.deleting === false;

/** The side with the most weight. */
export const liveIn = (world: SimulatedWorld): ReleaseId | undefined =>
  [...(world.weights ?? [])].filter(([, weight]) => weight > 0).sort((a, b) => b[1] - a[1])[0]?.[0];
