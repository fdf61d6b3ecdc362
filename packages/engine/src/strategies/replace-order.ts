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
  const last = fromFullest(sorted.toReversed(), remaining).slice(0, surplus);
  const others = remaining.filter((one) => !last.includes(one));
  return [
    ...fromFullest(
      sorted.filter((one) => !last.includes(one)),
      others,
    ),
    ...last,
  ];
}

const age = ({ launchedAt }: ObservedInstance): number => launchedAt?.getTime() ?? 0;

/** In their own order, but from the zone that has the most of what remains, again and again. */
function fromFullest(
  instances: readonly ObservedInstance[],
  remaining: readonly ObservedInstance[],
): readonly ObservedInstance[] {
  const sizes = new Map<string, number>();
  for (const { zone } of remaining) sizes.set(zone, (sizes.get(zone) ?? 0) + 1);
  const left = [...instances];
  const ordered: ObservedInstance[] = [];
  while (left.length > 0) {
    const most = Math.max(...left.map(({ zone }) => sizes.get(zone) ?? 0));
    const index = left.findIndex(({ zone }) => (sizes.get(zone) ?? 0) === most);
    for (const next of left.splice(index, 1)) {
      ordered.push(next);
      sizes.set(next.zone, most - 1);
    }
  }
  return ordered;
}
