import type { Action, ReleaseId, RolloutRecord, Weights } from '@imago/engine';
import type { SimulatedProcess } from '../process.ts';
import type { SimulatedWorld } from '../world/world.ts';
import type { Floor } from './floor.ts';
import { settledInstances, wantedOf } from './floor.ts';
import { isTurnedBack, shiftOrderedAt } from './record-watch.ts';
import type { RecordWatch } from './record-watch.ts';

/** What a change is judged by. */
export interface Judgement {
  readonly world: SimulatedWorld;
  readonly records: RecordWatch;
  readonly floor: Floor;
  readonly process: SimulatedProcess;
  /** Sides that carry a release which counted. */
  readonly accepted: ReadonlySet<ReleaseId>;
  /** Sampled requests a second while a release is rolled out; undefined where none are. */
  readonly probed: (release: ReleaseId | undefined) => number | undefined;
}

/** How long a decision may be on its way. */
const lateFor = 15_000;
/** How long after a look something may be sent that rests on a count of instances. */
const outdatedAfter = 20_000;
/** How long an instance may be healthy before a look shows it, with what is done by that look. */
const unseenFor = 8000;

/** What is wrong with a change that a process is about to make; undefined where nothing is. */
export function harmOf(action: Action, judgement: Judgement): string | undefined {
  const { world, records, process } = judgement;
  const holder = records.lockedBy(world.now);
  if (holder !== undefined && holder !== process.identity.pid) {
    return `fence: process ${process.identity.pid} does ${action.kind}, but the lock is with ${holder}`;
  }
  const record = records.unfinished();
  if (record === undefined) return `journal: ${action.kind} while no rollout is under way`;
  const intended = record.entries.findLast(({ kind }) => kind === 'act');
  if (intended?.kind !== 'act' || !intended.actions.some(({ kind }) => kind === action.kind)) {
    return `journal: ${action.kind} was not written down before`;
  }
  if (record.kind === 'destroy') return undefined;
  const counts = action.kind === 'terminate' || action.kind === 'set-capacity';
  if (counts && process.heldUp() >= outdatedAfter) {
    return `late: ${action.kind} by a look that was ${Math.round(process.heldUp() / 1000)}s old`;
  }
  switch (action.kind) {
    case 'set-weights':
      return harmOfWeights(action.weights, record, judgement);
    case 'terminate':
      return harmOfEnds(action, record, judgement);
    case 'set-capacity':
      return harmOfSizes(action, record, judgement);
    case 'schedule-retirement':
    case 'remove-side':
      return harmOfRetirement(action, record, judgement);
    case 'remove-environment':
      return judgement.accepted.size > 0
        ? 'gone: the load balancer is removed while a release is live'
        : undefined;
    case 'prepare-environment':
    // It adds to the listener, and takes nothing from what is in it.
    case 'prepare-side':
    case 'prepare-template':
    case 'set-test-traffic':
    case 'set-template':
    case 'set-suspended':
    case 'cancel-retirement':
    case 'start-refresh':
    case 'cancel-refresh':
      return undefined;
  }
}

function harmOfWeights(weights: Weights, record: RolloutRecord, judgement: Judgement): string | undefined {
  const { world, accepted } = judgement;
  const live = [...(world.weights ?? [])].filter(([, weight]) => weight > 0).map(([release]) => release);
  if (!live.some((release) => accepted.has(release))) return undefined;
  const total = weights.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return 'shift: no side has any weight';
  for (const { release, weight } of weights) {
    if (weight <= (world.weights?.get(release) ?? 0)) continue;
    const share = weight / total;
    const harm = harmOfShift(release, share, record, judgement);
    if (harm !== undefined) return harm;
  }
  return undefined;
}

/** Invariant 7: no shift before target health and sampled traffic agree. */
function harmOfShift(
  release: ReleaseId,
  share: number,
  record: RolloutRecord,
  { world, floor, process, probed }: Judgement,
): string | undefined {
  const back = isTurnedBack(record);
  const stood = (record.before.find((side) => side.release === release)?.capacity.desired ?? 0) > 0;
  if (back && release !== record.fromSide) return `shift: traffic goes to ${release} on the way back`;
  const wanted = Math.ceil(wantedOf(record, release) * share);
  const trusted = stood && (back || record.kind === 'rollback');
  const length = trusted ? 0 : (record.strategy?.minHealthyTime.milliseconds ?? 0);
  const healthy = settledInstances(world, release, { length, oldBefore: 0 }).length;
  const excused = floor.excuses(release);
  if (healthy === 0 && excused === 0) return `shift: traffic goes to ${release}, where nothing is healthy`;
  if (!back && healthy + excused < wanted) {
    return `shift: ${Math.round(share * 100)} % go to ${release} with ${healthy} of ${wanted} healthy for long enough`;
  }
  if (trusted || (world.weights?.get(release) ?? 0) > 0) return undefined;
  const rate = probed(record.to);
  const asked = process.tested.get(release);
  // A call that takes long may be overtaken by a failure.
  if (rate !== undefined && world.now - (asked?.agreedAt ?? 0) > lateFor) {
    return `shift: traffic goes to ${release} after ${asked?.okInARow ?? 0} test requests in a row were answered`;
  }
  return undefined;
}

function harmOfEnds(
  { release, instances, shrink }: Extract<Action, { kind: 'terminate' }>,
  record: RolloutRecord,
  { world, floor }: Judgement,
): string | undefined {
  const { strategy } = record;
  const group = world.sides.get(release)?.group;
  if (group === undefined) return undefined;
  // What is drained has no user any more, and no size that anything would be started for.
  if ((world.weights?.get(release) ?? 0) === 0 && group.capacity.desired === 0) return undefined;
  if (strategy?.kind !== 'rolling') return `ends: ${strategy?.kind} ends instances one by one`;
  if (!shrink && !group.suspended.includes('AZRebalance')) return 'ends: AZRebalance is not suspended';
  const going = group.instances.filter(({ id }) => instances.includes(id));
  for (const { id, state, protected: held, heldAt = 0 } of going) {
    // A person may have held it back while the decision was on its way.
    if (world.now - heldAt < lateFor) continue;
    if (held && strategy.scaleInProtectedInstances !== 'refresh') return `ends: ${id} is protected`;
    if (state === 'Standby' && strategy.standbyInstances !== 'terminate') return `ends: ${id} is in standby`;
  }
  // On the way back what goes need not have shown itself for long.
  const length = isTurnedBack(record) ? 0 : strategy.minHealthyTime.milliseconds;
  const oldBefore = new Date(record.startedAt).getTime();
  const settled = settledInstances(world, release, { length, oldBefore });
  // One that is healthy since a moment is ended for one that is not.
  const unseen = (since = 0): boolean => world.now - since < unseenFor;
  const left = settled.filter((one) => !going.includes(one) || unseen(one.healthySince)).length;
  const lowest = floor.owedBy(release) - floor.excuses(release);
  if (left < settled.length && left < lowest) {
    return `floor: ${left} settled instances of ${release} are left, ${lowest} must be`;
  }
  return undefined;
}

function harmOfSizes(
  { release, capacity }: Extract<Action, { kind: 'set-capacity' }>,
  record: RolloutRecord,
  judgement: Judgement,
): string | undefined {
  const { world, accepted } = judgement;
  const weight = world.weights?.get(release) ?? 0;
  const before = world.sides.get(release)?.group?.capacity.desired ?? 0;
  if (capacity.desired >= before) return undefined;
  if (weight > 0 && capacity.desired === 0 && accepted.has(release)) {
    return `gone: ${release} is taken to zero, and is live`;
  }
  return release === record.fromSide && release !== record.toSide
    ? tooEarly(release, record, judgement)
    : undefined;
}

function harmOfRetirement(
  action: Extract<Action, { kind: 'schedule-retirement' | 'remove-side' }>,
  record: RolloutRecord,
  judgement: Judgement,
): string | undefined {
  const { world, accepted } = judgement;
  const { release } = action;
  if ((world.weights?.get(release) ?? 0) > 0 && accepted.has(release)) {
    return `gone: ${action.kind} of ${release}, which is live`;
  }
  if (action.kind === 'remove-side') {
    const user = [...world.sides.values()].find(
      ({ group, release: name }) =>
        name !== release && group?.deleting === false && group.launches === release,
    );
    if (user !== undefined)
      return `gone: the template of ${release} goes, from which ${user.release} launches`;
  }
  return release === record.fromSide && !isTurnedBack(record)
    ? tooEarly(release, record, judgement)
    : undefined;
}

/** The old side is what a rollout goes back to: it stays until the new one has shown what it can do. */
function tooEarly(
  release: ReleaseId,
  record: RolloutRecord,
  { world, floor }: Judgement,
): string | undefined {
  if (isTurnedBack(record)) return undefined;
  const { toSide, strategy } = record;
  if (toSide === undefined || toSide === release) return undefined;
  const early = `retired: ${release} goes before ${toSide} has settled`;
  if ((world.weights?.get(release) ?? 0) > 0) return early;
  const shiftedAt = shiftOrderedAt(record, toSide);
  const bake = strategy?.bakeTime.milliseconds ?? 0;
  if (shiftedAt === undefined || world.now - shiftedAt < bake) return early;
  const healthy = world.healthyCount(toSide) + floor.excuses(toSide);
  // Somebody may have made it smaller since it has all traffic.
  const desired = world.sides.get(toSide)?.group?.capacity.desired ?? 0;
  return healthy < Math.min(wantedOf(record, toSide), desired) ? `${early}: ${healthy} healthy` : undefined;
}
