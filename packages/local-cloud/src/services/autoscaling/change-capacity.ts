import type { LocalCloud } from '../../cloud.ts';
import type { GroupRecord } from '../../store/records/auto-scaling.ts';
import { changeSizes, type Sizes } from './sizes.ts';
import { constraintsUpdate } from './causes.ts';

/** Applies new sizes to a group, and remembers who asked for the activities that follow from it. */
export function updateSizes(
  cloud: LocalCloud,
  group: GroupRecord,
  change: { [size in keyof Sizes]?: number | undefined },
  who: string,
): void {
  const sizes = changeSizes(group, change);
  const cause = constraintsUpdate(who, sizes, group.desiredCapacity);
  cloud.tables.groups.update(group.id, {
    ...sizes,
    ...(sizes.desiredCapacity === group.desiredCapacity
      ? {}
      : { capacityChange: { at: cloud.now(), cause } }),
  });
  cloud.poke();
}

/** Sets the desired capacity alone; `cause` is the first sentence of the activities that follow. */
export function setDesired(
  cloud: LocalCloud,
  group: GroupRecord,
  desiredCapacity: number,
  cause?: string,
): void {
  cloud.tables.groups.update(group.id, {
    desiredCapacity,
    ...(cause === undefined ? {} : { capacityChange: { at: cloud.now(), cause } }),
  });
  cloud.poke();
}
