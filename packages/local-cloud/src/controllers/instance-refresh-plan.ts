import type { GroupInstanceRecord, RefreshPreferencesRecord } from '../store/records/auto-scaling.ts';
import { isCounted, isTerminating } from '../services/autoscaling/members.ts';
import { healthyBounds } from './instance-refresh-bounds.ts';
import { chooseVictims } from './groups-victims.ts';

/** A member as a refresh sees it. */
export interface RefreshMember {
  readonly member: GroupInstanceRecord;
  /** Whether the refresh is to replace it. */
  readonly outdated: boolean;
  /** In service and found healthy by all the checks that its group uses. */
  readonly available: boolean;
  /** In service long enough, or since before the refresh. */
  readonly warm: boolean;
  /** Which checks speak for its health: ends AWS's sentence about one that is not available. */
  readonly checkedBy: string;
}

export interface RefreshFacts {
  readonly desired: number;
  readonly zones: readonly string[];
  readonly members: readonly RefreshMember[];
  readonly preferences: RefreshPreferencesRecord;
  /** How far replacing may go for now: the percentage of the next checkpoint. */
  readonly limit: number;
  readonly now: Date;
}

/** What a refresh does next, and how far it has come. */
export interface RefreshPlan {
  readonly surge: number;
  readonly terminate: readonly GroupInstanceRecord[];
  /** How many instances the percentages are of. */
  readonly total: number;
  readonly updated: number;
  readonly remaining: number;
  /** Why it does not go on at the moment. */
  readonly waitsFor: string | undefined;
}

/** Decides what to replace next so that the bounds hold at every moment. */
export function planRefresh({ desired, zones, members, preferences, limit, now }: RefreshFacts): RefreshPlan {
  const { scaleInProtectedInstances: ifProtected, standbyInstances: ifStandby } = preferences;
  const outdated = members.filter((one) => one.outdated && !isTerminating(one.member));
  const standby = outdated.filter(({ member }) => member.lifecycleState.endsWith('Standby'));
  const counted = members.filter(({ member }) => isCounted(member));
  const old = counted.filter((one) => one.outdated);
  const held = (one: RefreshMember): boolean => one.member.protectedFromScaleIn && ifProtected !== 'Refresh';
  const waiting = [
    ...(ifProtected === 'Wait' ? old.filter(held) : []),
    ...(ifStandby === 'Wait' ? standby : []),
  ];
  const eligible = old.filter((one) => !held(one));
  const ignored = ifProtected === 'Ignore' ? old.filter(held).length : 0;

  const total = Math.max(0, desired - ignored) + (ifStandby === 'Wait' ? standby.length : 0);
  const remaining = eligible.length + waiting.length;
  const ready = counted.filter(isReady);
  const updated = Math.min(total, ready.filter((one) => !one.outdated).length);

  const { least, most } = healthyBounds(desired, preferences);
  const budget = Math.max(0, portion(limit, total) - (total - remaining));
  const spare = ready.length - least;
  const unready = eligible.filter((one) => !isReady(one));
  // What is not ready does not count towards the bounds, but is only replaced while they hold.
  const count = spare < 0 ? 0 : unready.length + Math.min(spare, eligible.length - unready.length);
  const victims = choose(eligible, members, zones, Math.min(count, budget), now);
  return {
    // Only for those that are left then: the last one needs no more than the replacement it has.
    surge: Math.max(0, Math.min(most - desired, eligible.length - victims.length, budget - victims.length)),
    terminate: [...victims, ...(ifStandby === 'Terminate' ? standby.map(({ member }) => member) : [])],
    total,
    updated,
    remaining,
    waitsFor: describeWait(counted, waiting, eligible.length),
  };
}

/** Whether so many percent of the instances are replaced, and their replacements ready. */
export function hasReached(
  { total, updated, remaining }: Pick<RefreshPlan, 'total' | 'updated' | 'remaining'>,
  percentage: number,
): boolean {
  const wanted = portion(percentage, total);
  return updated >= wanted && remaining <= total - wanted;
}

function portion(percentage: number, total: number): number {
  return Math.ceil((total * percentage) / 100);
}

function isReady({ outdated, available, warm }: RefreshMember): boolean {
  return available && (outdated || warm);
}

/** Those that are not ready first, then the oldest of the fullest zone. */
function choose(
  eligible: readonly RefreshMember[],
  members: readonly RefreshMember[],
  zones: readonly string[],
  count: number,
  now: Date,
): readonly GroupInstanceRecord[] {
  const unready = eligible.filter((one) => !isReady(one));
  const first = unready.slice(0, count).map(({ member }) => member);
  const candidates = eligible.filter(isReady).map(({ member }) => member);
  const rest = members
    .filter(({ member }) => isCounted(member) && !first.includes(member))
    .map(({ member }) => ({ ...member, protectedFromScaleIn: !candidates.includes(member) }));
  const scaleIn = { zones, policies: ['OldestInstance'], launchTemplate: undefined, now };
  const ids = new Set(chooseVictims(rest, count - first.length, scaleIn).map(({ instanceId }) => instanceId));
  return [...first, ...candidates.filter(({ instanceId }) => ids.has(instanceId))];
}

function describeWait(
  counted: readonly RefreshMember[],
  waiting: readonly RefreshMember[],
  eligible: number,
): string | undefined {
  const fresh = counted.filter(({ outdated }) => !outdated);
  const unavailable = fresh.find(({ available }) => !available);
  if (unavailable) {
    return `Waiting for remaining instances to be available. For example: ${unavailable.member.instanceId} has insufficient data to evaluate its health with ${unavailable.checkedBy}.`;
  }
  const cold = fresh.find(({ warm }) => !warm);
  if (cold) {
    return `Waiting for instances to warm up before continuing. For example: ${cold.member.instanceId} is warming up.`;
  }
  const [held] = waiting;
  if (!held || eligible > 0) return undefined;
  const advice = isCounted(held.member)
    ? 'is protected. Remove instance scale-in protection to continue.'
    : 'is in Standby. Return it to service to continue.';
  return `Waiting for remaining instances to be available. For example: ${held.member.instanceId} ${advice}`;
}
