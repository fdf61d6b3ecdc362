import type { ObservedInstance } from '../model/observed.ts';

/**
 * In which order old instances go: oldest first, from the zone that has the most. Those that nothing comes for, `surplus`
 * of them, are the last, where zones are fullest: so zones are even in the end, and AZRebalance has nothing to do when it
 * is resumed. Zone by zone, only those of the first zone that has any.
 */
export function inOrder(
  instances: readonly ObservedInstance[],
  of: {
    readonly remaining: readonly ObservedInstance[];
    readonly surplus: number;
    readonly zoneByZone: boolean;
  },
): readonly ObservedInstance[] {
  const { remaining, surplus, zoneByZone } = of;
  const sorted = [...instances].sort((a, b) => age(a) - age(b) || (a.id < b.id ? -1 : 1));
  if (zoneByZone) {
    const [first] = instances.map(({ zone }) => zone).sort();
    return sorted.filter(({ zone }) => zone === first);
  }
  const last = new Set(fromFullest(sorted.toReversed(), remaining).slice(0, surplus));
  const isEarlier = (one: ObservedInstance): boolean => !last.has(one);
  return [...fromFullest(sorted.filter(isEarlier), remaining.filter(isEarlier)), ...last];
}

const age = ({ launchedAt }: ObservedInstance): number => launchedAt?.getTime() ?? 0;

/** In their own order, but from the zone that has the most of what remains, again and again. */
function fromFullest(
  instances: readonly ObservedInstance[],
  remaining: readonly ObservedInstance[],
): readonly ObservedInstance[] {
  const sizes = new Map<string, number>();
  for (const { zone } of remaining) sizes.set(zone, (sizes.get(zone) ?? 0) + 1);
  const queues = new Map<string, Queue>();
  for (const [place, instance] of instances.entries()) {
    const { zone } = instance;
    const queue = queues.get(zone) ?? { size: sizes.get(zone) ?? 0, waiting: [], next: 0 };
    queue.waiting.push({ instance, place });
    queues.set(zone, queue);
  }
  return instances.flatMap(() => {
    const queue = fullest([...queues.values()]);
    const head = queue?.waiting[queue.next];
    if (queue === undefined || head === undefined) return [];
    queue.next += 1;
    queue.size -= 1;
    return [head.instance];
  });
}

/** Instances of a zone in their order, and how many it has left, others among them. */
interface Queue {
  size: number;
  next: number;
  readonly waiting: { readonly instance: ObservedInstance; readonly place: number }[];
}

/** The zone that has the most left; of several, the one whose turn would come first. */
function fullest(queues: readonly Queue[]): Queue | undefined {
  const placeOf = ({ waiting, next }: Queue): number => waiting[next]?.place ?? Number.POSITIVE_INFINITY;
  return queues
    .filter(({ waiting, next }) => next < waiting.length)
    .sort((a, b) => b.size - a.size || placeOf(a) - placeOf(b))[0];
}
