import type { GroupInstanceRecord } from '../store/records/auto-scaling.ts';

/** What a choice of instances to terminate depends on, beside the members themselves. */
export interface ScaleIn {
  readonly zones: readonly string[];
  readonly policies: readonly string[];
  /** The template and version that the group launches from now. */
  readonly launchTemplate: { readonly id: string; readonly version: number } | undefined;
  /** When a launch configuration was created; nothing when it is gone. */
  readonly configuredAt?: (name: string) => Date | undefined;
  readonly now: Date;
}

type Preference = (
  members: readonly GroupInstanceRecord[],
  scaleIn: ScaleIn,
) => readonly GroupInstanceRecord[];

/**
 * Chooses the instances that scale-in terminates, one after the other: unprotected ones of the fullest zone (a
 * zone that the group has left comes first), narrowed down by each termination policy in turn.
 */
export function chooseVictims(
  members: readonly GroupInstanceRecord[],
  count: number,
  scaleIn: ScaleIn,
): readonly GroupInstanceRecord[] {
  let left = members;
  const victims: GroupInstanceRecord[] = [];
  while (victims.length < count) {
    const victim = chooseVictim(left, scaleIn);
    if (!victim) break;
    victims.push(victim);
    left = left.filter((member) => member !== victim);
  }
  return victims;
}

function chooseVictim(
  members: readonly GroupInstanceRecord[],
  scaleIn: ScaleIn,
): GroupInstanceRecord | undefined {
  let candidates = fullestZone(members, scaleIn.zones);
  for (const policy of scaleIn.policies) {
    for (const prefer of PREFERENCES[policy] ?? []) {
      candidates = prefer(candidates, scaleIn);
      if (candidates.length === 1) return candidates[0];
    }
  }
  // AWS takes any of those that are left; the oldest makes it predictable.
  return oldest(candidates, scaleIn)[0];
}

function fullestZone(
  members: readonly GroupInstanceRecord[],
  zones: readonly string[],
): readonly GroupInstanceRecord[] {
  const free = members.filter(({ protectedFromScaleIn }) => !protectedFromScaleIn);
  const left = free.filter(({ zone }) => !zones.includes(zone));
  if (left.length > 0) return left;
  const size = (zone: string): number => members.filter((member) => member.zone === zone).length;
  return most(free, ({ zone }) => size(zone));
}

const oldest: Preference = (members) => most(members, ({ addedAt }) => -addedAt.getTime());

const newest: Preference = (members) => most(members, ({ addedAt }) => addedAt.getTime());

/** Those of another template than the group's first, then those of the oldest version. */
const oldestLaunchTemplate: Preference = (members, { launchTemplate: current }) => {
  const foreign = members.filter(({ launchTemplate }) => launchTemplate?.id !== current?.id);
  if (foreign.length > 0) return foreign;
  return most(members, ({ launchTemplate }) => -(launchTemplate?.version ?? 0));
};

/** Those of launch configurations before those of templates, and of them the ones with the oldest. */
const oldestLaunchConfiguration: Preference = (members, { configuredAt }) => {
  const configured = members.filter(({ launchConfigurationName }) => launchConfigurationName !== undefined);
  if (configured.length === 0) return members;
  return most(configured, ({ launchConfigurationName: name }) => {
    return -(name === undefined ? 0 : (configuredAt?.(name)?.getTime() ?? 0));
  });
};

const closestToNextHour: Preference = (members, { now }) =>
  most(members, ({ addedAt }) => (now.getTime() - addedAt.getTime()) % 3_600_000);

const PREFERENCES: Readonly<Record<string, readonly Preference[]>> = {
  Default: [oldestLaunchConfiguration, oldestLaunchTemplate, closestToNextHour],
  OldestInstance: [oldest],
  NewestInstance: [newest],
  OldestLaunchTemplate: [oldestLaunchTemplate],
  ClosestToNextInstanceHour: [closestToNextHour],
  OldestLaunchConfiguration: [oldestLaunchConfiguration],
  // Nothing here is launched with an allocation strategy: nothing to prefer.
  AllocationStrategy: [],
};

function most(
  members: readonly GroupInstanceRecord[],
  score: (member: GroupInstanceRecord) => number,
): readonly GroupInstanceRecord[] {
  const best = Math.max(...members.map(score));
  return members.filter((member) => score(member) === best);
}
