import type { Capacity, ReleaseId, RolloutRecord } from '@imago/engine';
import { isRefreshing } from '../world/refresh.ts';
import type { SimulatedGroup } from '../world/model.ts';
import type { SimulatedWorld } from '../world/world.ts';
import { isTurnedBack } from './record-watch.ts';
import { snapshotOf } from './snapshot.ts';
import type { GroupSnapshot, Snapshot } from './snapshot.ts';

/** What is known of a rollout besides its record. */
export interface Around {
  readonly world: SimulatedWorld;
  /** The world when it began. */
  readonly before: Snapshot | undefined;
  /** Groups that somebody else scaled meanwhile, or so shortly before that it may not have known. */
  readonly scaled: ReadonlyMap<ReleaseId, Scaled>;
}

/** What others have made of a group's size. */
export interface Scaled {
  /** How many instances it was made to want when they were fewest; infinity where it was only made larger. */
  readonly lowest: number;
  /** How many fewer it wants, all in all; negative where it wants more. */
  readonly off: number;
  /** As `off`, when that was most, and no less than 0: what is wanted again comes bit by bit. */
  readonly less: number;
}

/** Invariants 4 to 6: what is not as it must be when a rollout has come to its end. */
export function wrongAtEnd(record: RolloutRecord, around: Around): readonly string[] {
  const { end } = record;
  const unseen = turnedBackUnseen(record);
  if (unseen !== undefined) return [unseen];
  switch (end?.kind) {
    case 'deployed':
      return afterDeployed(record, around);
    case 'rolled-back':
    case 'aborted':
    case 'interrupted':
      // Given up for a destroy, it is not put back first.
      return !isTurnedBack(record) ? [] : afterPuttingBack(record, around);
    case 'destroyed':
      return around.world.isEmpty() ? [] : ['left: something is left after destroy'];
    case 'healed':
    case 'restored':
      return [`end: a fleet was ${end.kind}`];
    case 'stopped':
      return (end.reason ?? '') === '' ? ['end: it stopped for no reason'] : [];
    case undefined:
      return [];
  }
}

/** That nobody watched for a while is no failure of the release: only requests that were sent, and failed, are. */
function turnedBackUnseen({ entries }: RolloutRecord): string | undefined {
  for (const entry of entries) {
    if (entry.kind !== 'turned-back' || entry.because.kind !== 'traffic-failed') continue;
    if (entry.because.failures === 0) return 'back: turned back for requests of which none failed';
  }
  return undefined;
}

function afterDeployed(record: RolloutRecord, around: Around): readonly string[] {
  const { world, before } = around;
  const { to, toSide, fromSide } = record;
  if (to === undefined || toSide === undefined) return ['end: it was deployed to nothing'];
  const wrong: string[] = [...atRest(world)];
  const side = world.sides.get(toSide);
  const group = side?.group;
  const weight = world.weights?.get(toSide) ?? 0;
  const total = [...(world.weights ?? [])].reduce((sum, [, share]) => sum + share, 0);
  if (weight === 0 || weight !== total)
    wrong.push(`end: ${toSide} is deployed with ${weight} of ${total} weight`);
  if (group === undefined || group.deleting) return [...wrong, `end: ${toSide} is deployed and has no group`];
  if (group.launches !== to) wrong.push(`end: ${to} is deployed, but ${toSide} launches ${group.launches}`);
  if (group.retirement !== undefined) wrong.push(`end: ${toSide} is live and about to be retired`);
  const source = before?.groups.get(toSide === fromSide ? toSide : (fromSide ?? toSide));
  if (source !== undefined) wrong.push(...processesDiffer(toSide, group, source));
  wrong.push(...oldInstances(record, group, world.now));
  const planned = record.capacity;
  // A side that is gone back to is not made smaller: what it has is what its users had.
  const stood = record.kind === 'rollback' && toSide !== fromSide && before?.groups.has(toSide) === true;
  if (planned !== undefined && !stood) {
    wrong.push(...sizesDiffer(toSide, group.capacity, planned, around, fromSide));
  }
  for (const other of world.sides.values()) {
    if (other.release === toSide) continue;
    const gone = other.group === undefined || other.group.deleting;
    if (gone && !other.targetGroup) {
      if (other.template && !isNeeded(other.release, record, world)) {
        wrong.push(`left: the template of ${other.release}`);
      }
      continue;
    }
    if (other.release !== fromSide) wrong.push(`left: ${other.release} after ${to} was deployed`);
    const going = other.group?.retirement !== undefined || other.group?.capacity.desired === 0;
    if (!gone && !going) wrong.push(`left: ${other.release} stays for ever`);
  }
  return wrong;
}

function afterPuttingBack(record: RolloutRecord, around: Around): readonly string[] {
  const { world, before } = around;
  if (before === undefined) return [];
  const wrong: string[] = [...atRest(world)];
  const after = snapshotOf(world);
  if (after.live !== before.live) {
    wrong.push(`back: ${before.live ?? 'nothing'} was live, ${after.live ?? 'nothing'} is`);
  }
  if (after.loadBalancer !== before.loadBalancer) wrong.push('back: the load balancer is not as it was');
  for (const release of after.groups.keys()) {
    if (!before.groups.has(release)) wrong.push(`left: ${release}`);
  }
  for (const release of after.templates) {
    // A rollback may have made it anew; the next rollout takes it away if it is not needed.
    const mayStay = record.kind === 'rollback' && release === record.to;
    if (!before.templates.includes(release) && !mayStay && !isNeeded(release, record, world)) {
      wrong.push(`left: the template of ${release}`);
    }
  }
  for (const [release, was] of before.groups) {
    // One whose time came meanwhile may be gone.
    if ((was.retireAt !== undefined && was.retireAt <= world.now) || was.capacity.desired === 0) continue;
    const is = after.groups.get(release);
    const group = world.sides.get(release)?.group;
    if (is === undefined || group === undefined) {
      wrong.push(`back: ${release} is gone`);
      continue;
    }
    wrong.push(...sizesDiffer(release, is.capacity, was.capacity, around));
    wrong.push(...processesDiffer(release, group, was));
    if (is.launches !== was.launches)
      wrong.push(`back: ${release} launches ${is.launches}, not ${was.launches}`);
    // Where a rollout that stopped had left traffic in two places, the way back takes it to the larger.
    const whole = release === before.live ? 100 : 0;
    if (is.weight !== was.weight && is.weight !== whole)
      wrong.push(`back: the weight of ${release} is ${is.weight}, not ${was.weight}`);
    // AWS takes no time that is past or too near, so that it may come a little later.
    if ((is.retireAt === undefined) !== (was.retireAt === undefined)) {
      wrong.push(`back: the retirement of ${release} is not as it was`);
    }
  }
  return wrong;
}

function atRest(world: SimulatedWorld): readonly string[] {
  const wrong: string[] = [];
  if (world.testTraffic.length > 0) wrong.push(`left: test traffic to ${world.testTraffic.join(', ')}`);
  for (const { release, group } of world.sides.values()) {
    if (group !== undefined && isRefreshing(group) && !group.deleting)
      wrong.push(`left: a refresh of ${release}`);
  }
  return wrong;
}

/** A template stays while a group launches from it, and as what a rolled group goes back to. */
const isNeeded = (
  release: ReleaseId,
  { from, fromSide, toSide }: RolloutRecord,
  world: SimulatedWorld,
): boolean =>
  (release === from && fromSide === toSide) ||
  [...world.sides.values()].some(({ group }) => group?.deleting === false && group.launches === release);

function oldInstances(
  { to, strategy, toSide, fromSide, startedAt }: RolloutRecord,
  group: SimulatedGroup,
  now: number,
): readonly string[] {
  if (strategy?.kind !== 'rolling' || toSide !== fromSide) return [];
  const old = group.instances.filter(({ release, state, protected: held, heldAt = 0 }) => {
    if (release === to || state === 'Terminating' || now - heldAt < 15_000) return false;
    // Auto Scaling passed it by and has ended its refresh: it does not come back when it is let go.
    if (strategy.engine === 'instance-refresh' && heldAt > new Date(startedAt).getTime()) return false;
    // Whoever is put into standby or protected stays, where the settings say so, and may be so since a moment.
    return !held && state !== 'Standby' && state !== 'EnteringStandby';
  });
  return old.map(({ id, release }) => `end: ${id} still runs ${release}`);
}

function processesDiffer(
  release: ReleaseId,
  { suspended }: SimulatedGroup,
  was: GroupSnapshot,
): readonly string[] {
  if ([...suspended].sort().join() === [...was.suspended].sort().join()) return [];
  return [
    `back: ${release} has ${suspended.join() || 'nothing'} suspended, before ${was.suspended.join() || 'nothing'}`,
  ];
}

/** Sizes, net of what others scaled meanwhile. */
function sizesDiffer(
  release: ReleaseId,
  is: Capacity,
  meant: Capacity,
  { scaled }: Around,
  fromSide?: ReleaseId,
): readonly string[] {
  const others =
    scaled.get(release) !== undefined || (fromSide !== undefined && scaled.get(fromSide) !== undefined);
  const same = is.min === meant.min && is.desired === meant.desired && is.max === meant.max;
  if (same || others) return [];
  const text = ({ min, desired, max }: Capacity): string => `${min}/${desired}/${max}`;
  return [`sizes: ${release} has ${text(is)}, not ${text(meant)}`];
}
