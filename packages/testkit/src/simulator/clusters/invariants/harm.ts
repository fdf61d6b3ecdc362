import { quorumOf } from '@imago/engine';
import type { ClusterAction, RolloutRecord } from '@imago/engine';
import { isTurnedBack } from '../../invariants/record-watch.ts';
import type { RecordWatch } from '../../invariants/record-watch.ts';
import type { Machine } from '../model.ts';
import type { ClusterProcess } from '../process.ts';
import type { ClusterWorld } from '../world.ts';
import type { MembersWatch } from './watch-members.ts';

/** What a change is judged by. */
export interface ClusterJudgement {
  readonly world: ClusterWorld;
  readonly records: RecordWatch;
  readonly members: MembersWatch;
  readonly process: ClusterProcess;
}

/** How long after a look a member may be taken out by it. */
const outdatedAfter = 20_000;
/** How old the cluster's own word may be when somebody acts on it. */
const wordAge = 16_000;
/** How late a member that catches up is noticed to be there. */
const noticedWithin = 1500;
/** How long what somebody else has launched may not have been seen. */
const unseenFor = 15_000;

/** What is wrong with a change that a process is about to make; undefined where nothing is. */
export function harmToCluster(action: ClusterAction, judgement: ClusterJudgement): string | undefined {
  const { world, records, process } = judgement;
  const holder = records.lockedBy(world.now);
  if (holder !== undefined && holder !== process.identity.pid) {
    return `fence: process ${process.identity.pid} does ${action.kind}, but the lock is with ${holder}`;
  }
  const record = records.unfinished();
  if (record === undefined) return `journal: ${action.kind} while no rollout is under way`;
  const intended = record.entries.findLast(({ kind }) => kind === 'act');
  if (intended?.kind !== 'act' || !intended.actions.some((one) => isSame(one, action))) {
    return `journal: ${action.kind} was not written down before`;
  }
  switch (action.kind) {
    case 'stop-member':
    case 'terminate-member':
      return harmOfTaking(action, record, judgement);
    case 'detach-volumes':
      return harmOfDetaching(action, judgement);
    case 'launch-member':
      return harmOfLaunch(action, record, judgement);
    case 'delete-volumes':
      return record.cluster?.end?.deleteData === true
        ? undefined
        : `volume: those of ${action.member} are deleted`;
    case 'set-aside-volumes':
      return record.kind === 'restore' ? undefined : `volume: those of ${action.member} are set aside`;
    case 'remove-cluster':
      return record.kind === 'destroy' ? undefined : 'gone: the cluster is removed';
    case 'prepare-cluster':
    case 'prepare-template':
    case 'prepare-member':
    case 'snapshot-members':
    case 'attach-volumes':
    case 'take-back-volumes':
    case 'mark-formatted':
    case 'publish-members':
    case 'retire-snapshots':
    case 'retire-templates':
      return undefined;
  }
}

/** Snapshots of several members are several calls. */
function isSame(intended: { readonly kind: string }, action: ClusterAction): boolean {
  if (intended.kind !== action.kind) return false;
  if ('instance' in action) return 'instance' in intended && intended.instance === action.instance;
  if ('attempt' in action) return 'attempt' in intended && intended.attempt === action.attempt;
  if ('member' in action) return 'member' in intended && intended.member === action.member;
  return true;
}

function harmOfTaking(
  action: Extract<ClusterAction, { kind: 'stop-member' | 'terminate-member' }>,
  record: RolloutRecord,
  judgement: ClusterJudgement,
): string | undefined {
  const { world, process } = judgement;
  const machine = world.machine(action.instance);
  if (machine === undefined || machine.state === 'shutting-down') return undefined;
  if (action.kind === 'terminate-member') {
    if (machine.state === 'running' || machine.state === 'stopping') {
      const empty = world
        .disksOf(machine.member)
        .every(({ attachment }) => attachment?.instance !== machine.id);
      // One that was pending when it was seen may run by now, and has nothing to lose.
      if (!empty) return `stop: ${machine.id} of ${machine.member} is ended and was not stopped`;
    }
    const held = world.disksOf(machine.member).some(({ attachment }) => attachment?.instance === machine.id);
    return held && machine.state !== 'stopped'
      ? `volume: ${machine.id} is ended with its volumes`
      : undefined;
  }
  if (machine.state !== 'running' || record.kind === 'destroy' || record.kind === 'restore') return undefined;
  if (process.heldUp() >= outdatedAfter) {
    return `late: ${machine.id} is stopped by a look that was ${Math.round(process.heldUp() / 1000)}s old`;
  }
  return harmOfStop(machine, record, judgement);
}

/** Invariant 2. */
function harmOfStop(
  machine: Machine,
  record: RolloutRecord,
  { world, members, process }: ClusterJudgement,
): string | undefined {
  const { seats, store } = world;
  const { member } = machine;
  const own = members.of(member);
  if (own.machine !== machine || own.votesSince === undefined || machine.orderedAt !== undefined)
    return undefined;
  // What happened since then nobody could know.
  const known = process.lookedAt() - wordAge;
  if (own.votesSince > known) return undefined;
  const needed = quorumOf(seats.length);
  const others = seats
    .filter(({ name }) => name !== member)
    .map(({ name }) => ({ name, watch: members.of(name) }));
  const voting = others.filter(
    ({ watch: { votesSince, lostAt, lostByUs } }) =>
      votesSince !== undefined || (lostAt !== undefined && lostAt > known && !lostByUs),
  ).length;
  if (voting < needed && voting + 1 >= needed) {
    return `quorum: ${member} is stopped, and ${voting} of ${seats.length} are left`;
  }
  if (own.upSince === undefined || own.upSince > known) return undefined;
  const down = others.find(({ watch: { downSince } }) => downSince !== undefined && downSince <= known);
  if (down !== undefined) return `early: ${member} is stopped while ${down.name} is not up`;
  const strategy = record.strategy?.kind === 'one-at-a-time' ? record.strategy : undefined;
  const settle = strategy?.minHealthyTime.milliseconds ?? 0;
  const fresh = others.find(
    ({ watch: { firstUpAt, machine: held } }) =>
      firstUpAt !== undefined &&
      held !== undefined &&
      held.launchedAt > Date.parse(record.startedAt) &&
      world.now - firstUpAt < settle - noticedWithin,
  );
  if (fresh !== undefined) return `settle: ${member} is stopped right after ${fresh.name} has come up`;
  // Where nothing was ever live there is nobody to keep from what is new.
  if (isTurnedBack(record) || record.from === undefined) return undefined;
  const waiting = others.filter(({ watch }) => watch.machine?.release !== record.to);
  // Once it has done what it does before it stops the choice stands, whoever leads by then.
  const chosen = record.entries.some((entry) => entry.kind === 'check' && entry.key.startsWith(`${member}@`));
  if (!chosen && store.leader === member && waiting.length > 0 && world.now - store.leaderSince > 90_000) {
    return `leader: ${member} leads and is stopped before ${waiting.map(({ name }) => name).join(', ')}`;
  }
  const bake = strategy?.firstMemberBakeTime.milliseconds ?? 0;
  const [only, ...more] = others.filter(({ watch }) => watch.machine?.release === record.to);
  const promoted = record.entries.some((entry) => entry.kind === 'told' && entry.order.kind === 'promote');
  if (only === undefined || more.length > 0 || promoted || machine.release === record.to) return undefined;
  return world.now - (only.watch.firstUpAt ?? world.now) < bake - noticedWithin
    ? `bake: ${member} is stopped before ${only.name} has run alone for long enough`
    : undefined;
}

/** Invariant 3: what still writes keeps its volumes. */
function harmOfDetaching(
  { member, instance }: Extract<ClusterAction, { kind: 'detach-volumes' }>,
  { world }: ClusterJudgement,
): string | undefined {
  const machine = world.machine(instance);
  if (machine === undefined || machine.state === 'stopped' || machine.state === 'shutting-down')
    return undefined;
  return `volume: those of ${member} are detached from ${instance}, which is ${machine.state}`;
}

/** Invariant 2: never two instances for one member. */
function harmOfLaunch(
  { member, attempt, bootstrap }: Extract<ClusterAction, { kind: 'launch-member' }>,
  record: RolloutRecord,
  { world }: ClusterJudgement,
): string | undefined {
  const other = world.machines.find(
    (machine) =>
      machine.member === member &&
      machine.attempt !== attempt &&
      !(machine.attempt === undefined && world.now - machine.launchedAt < unseenFor),
  );
  if (other !== undefined && !world.tokens.has(attempt)) {
    return `twice: ${member} is launched beside ${other.id}, which is ${other.state}`;
  }
  const live = record.from !== undefined || record.kind === 'heal' || record.kind === 'restore';
  return bootstrap !== 'existing' && live ? `data: ${member} is to begin anew, and has data` : undefined;
}
