import type { SimulatedGroup, SimulatedInstance } from './model.ts';

/** Instances that count towards a group's desired capacity. */
export const counted = ({ instances }: SimulatedGroup): SimulatedInstance[] =>
  instances.filter(({ state }) => state === 'Pending' || state === 'InService');

/**
 * The instances that the default termination policy ends: from the zone with the most, of the oldest launch template,
 * oldest first. Protected ones stay, however many there are too many of.
 */
export function pickVictims(group: SimulatedGroup, count: number): readonly SimulatedInstance[] {
  const left = counted(group);
  const victims: SimulatedInstance[] = [];
  while (victims.length < count) {
    const sizes = zoneSizes(left);
    const free = left.filter((instance) => !instance.protected);
    const victim = free.sort(
      (a, b) =>
        (sizes.get(b.zone) ?? 0) - (sizes.get(a.zone) ?? 0) ||
        Number(a.release.slice(1)) - Number(b.release.slice(1)) ||
        a.launchedAt - b.launchedAt,
    )[0];
    if (victim === undefined) break;
    left.splice(left.indexOf(victim), 1);
    victims.push(victim);
  }
  return victims;
}

/** How many instances there are in each zone. */
export function zoneSizes(instances: readonly SimulatedInstance[]): Map<string, number> {
  const sizes = new Map(['a', 'b', 'c'].map((zone) => [zone, 0]));
  for (const { zone } of instances) sizes.set(zone, (sizes.get(zone) ?? 0) + 1);
  return sizes;
}

/** The zone with the fewest instances. */
export const emptiestZone = (instances: readonly SimulatedInstance[]): string =>
  [...zoneSizes(instances)].sort((a, b) => a[1] - b[1])[0]?.[0] ?? 'a';
