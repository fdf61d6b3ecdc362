import type { GroupInstanceRecord } from '../store/records/auto-scaling.ts';

/**
 * Chooses the zone of each of `count` new instances so that the group ends up as even as it can: by those that stay,
 * and where they are even, by all of them.
 */
export function chooseZones<Member extends Pick<GroupInstanceRecord, 'zone'>>(
  zones: readonly string[],
  members: readonly Member[],
  count: number,
  leaves: (member: Member) => boolean = () => false,
): readonly string[] {
  const staying = countByZone(
    zones,
    members.filter((member) => !leaves(member)),
  );
  const counts = countByZone(zones, members);
  const chosen: string[] = [];
  while (chosen.length < count) {
    const least = Math.min(...staying.values());
    const zone = emptiest(new Map([...counts].filter(([name]) => staying.get(name) === least)));
    if (zone === undefined) break;
    for (const numbers of [staying, counts]) numbers.set(zone, (numbers.get(zone) ?? 0) + 1);
    chosen.push(zone);
  }
  return chosen;
}

/**
 * The zone that one more instance should be launched in so that another can be taken out of a fuller one, or
 * nothing when the group is even. Zones that the group has left count as full.
 */
export function chooseRebalanceZone(
  zones: readonly string[],
  members: readonly Pick<GroupInstanceRecord, 'zone' | 'protectedFromScaleIn'>[],
): string | undefined {
  const counts = countByZone(zones, members);
  const target = emptiest(counts);
  if (target === undefined) return undefined;
  const least = counts.get(target) ?? 0;
  const most = Math.max(...counts.values());
  const canLeave = members.some(
    ({ zone, protectedFromScaleIn }) =>
      !protectedFromScaleIn && (!zones.includes(zone) || (most - least > 1 && counts.get(zone) === most)),
  );
  return canLeave ? target : undefined;
}

function countByZone(
  zones: readonly string[],
  members: readonly Pick<GroupInstanceRecord, 'zone'>[],
): Map<string, number> {
  const counts = new Map(zones.map((zone) => [zone, 0]));
  for (const { zone } of members) {
    const count = counts.get(zone);
    if (count !== undefined) counts.set(zone, count + 1);
  }
  return counts;
}

/** Of several equally empty zones the first. */
function emptiest(counts: ReadonlyMap<string, number>): string | undefined {
  let found: string | undefined;
  for (const [zone, count] of counts) {
    if (found === undefined || count < (counts.get(found) ?? 0)) found = zone;
  }
  return found;
}
