import type { ClusterAction } from '../../model/cluster-action.ts';
import type { ObservedCluster, ObservedMember } from '../../model/observed-cluster.ts';
import type { Release } from '../../model/release.ts';
import type { ClusterPart, JournalEntry } from '../../model/rollout.ts';
import type { ClusterOrder } from '../../strategies/cluster/cluster-rollout.ts';
import { oneAtATime } from '../../strategies/cluster/one-at-a-time.ts';
import { tearDownCluster } from '../../strategies/cluster/tear-down-cluster.ts';
import { watchChecks } from '../check-watch.ts';
import { checksOf } from '../checks-of.ts';
import { foldClusterJournal, foldWhenWritten } from '../fold-cluster-journal.ts';
import { createOnlooker } from '../onlooker.ts';
import { optional } from '../optional.ts';
import { isCluster } from '../subject.ts';
import type { Subject, SubjectOrder } from '../subject.ts';
import { clusterOf } from './cluster-of.ts';
import { clusterRolloutOf, lookAtCluster, nothingSeenOfCluster, seenAnew } from '../cluster-sight.ts';
import { examineMember } from './examine-member.ts';
import { watchHealth } from './health-watch.ts';
import { lostAddresses } from './lost-addresses.ts';
import { addressesOf } from './member-addresses.ts';
import { performOnCluster } from './perform-on-cluster.ts';
import { takesTooLate } from './takes-too-late.ts';

/** A cluster of members, as the loop runs it. */
export function createClusterSubject(
  subject: SubjectOrder,
  part: ClusterPart,
  before: Release | undefined,
): Subject {
  const { environment, ports, journal, release, lock, observed: first } = subject;
  const order = orderOf(subject, part, before);
  const health = order === undefined ? undefined : watchHealth(order.settings, ports);
  let seen: ObservedCluster | undefined = first !== undefined && isCluster(first) ? first : undefined;
  let sight = nothingSeenOfCluster;
  const fold = foldWhenWritten();
  const onlooker = createOnlooker<ObservedCluster>(
    (previous) => ports.clusters.observe(environment, previous),
    ports,
    seen,
  );
  const last = (): ObservedCluster => {
    if (seen === undefined) throw new Error('nothing was looked at yet');
    return seen;
  };
  const checks = watchChecks(
    () => ({
      environment,
      to: release?.id ?? '',
      port: order?.settings.ports[0] ?? 0,
      ...optional({ from: journal.record.from, ssh: order?.settings.ssh }),
    }),
    ports,
    () => ({ members: seen === undefined ? [] : addressesOf(seen), instances: [] }),
  );
  const told = new Set<string>();
  const turned = (): boolean => journal.record.entries.some(({ kind }) => kind === 'turned-back');

  return {
    async observe() {
      seen = await onlooker.look(sight.actedAt);
      return seen;
    },
    decide({ interrupted, now }) {
      const observed = last();
      const { number, startedAt } = journal.record;
      const entries = entriesOf(subject);
      if (order === undefined || part.end !== undefined) {
        ports.emit({ code: 'cluster-observed', observed });
        const { acts, actedAt } = foldClusterJournal(entries, []);
        const { snapshots = true, deleteData = false, stopDeadline } = part.end ?? {};
        const end = { acts, number, snapshots, deleteData, startedAt: new Date(startedAt), interrupted };
        const times = { stopDeadline: stopDeadline ?? { milliseconds: 300_000 }, ...optional({ actedAt }) };
        return tearDownCluster(observed, { ...end, ...times }, now);
      }
      for (const lost of lostAddresses(observed, order.settings)) {
        if (told.has(lost.member)) continue;
        told.add(lost.member);
        ports.emit({ code: 'address-lost', ...lost });
      }
      health?.follow(observed);
      const word = health?.last();
      sight = { ...sight, checkStates: checks.states({}), ...optional({ health: word }) };
      const run = { interrupted, now };
      const rollout = clusterRolloutOf(order, entries, sight, run, fold);
      sight = lookAtCluster(sight, observed, rollout, now);
      ports.emit({ code: 'cluster-observed', observed, ...optional({ health: word }) });
      return oneAtATime(observed, seenAnew(rollout, sight), now);
    },
    perform: (action) =>
      performOnCluster(action, {
        environment,
        to: release,
        ports,
        assertHeld: () => lock.assertHeld(),
        releaseOf: (id) =>
          last()
            .members.flatMap(({ instances }) => instances)
            .find((instance) => instance.id === id)?.release,
      }),
    isOutdated: takesTooLate,
    acted(_, at) {
      sight = { ...sight, actedAt: at };
    },
    meant(at) {
      sight = { ...sight, progressAt: at };
    },
    ask: (requests) => checks.ask(requests),
    stopsAt({ message }) {
      const { kind } = journal.record;
      return turned() || kind === 'destroy' || kind === 'heal' ? message : undefined;
    },
    examine: async (because) =>
      because.kind === 'member-not-healthy'
        ? examineMember(ports.clusters, last(), because.member, because.detail)
        : undefined,
    arrival: () => ({
      url: '',
      members: seen === undefined ? [] : addressesOf(seen),
      ...optional({ replaced: seen?.members.flatMap(replacedBy(journal.record.number)) }),
    }),
    totals: () => undefined,
    async stop() {
      await Promise.all([health?.stop(), checks.stop()]);
    },
  };
}

/** What the rollout is for; undefined where it is the cluster's end. */
function orderOf(
  { journal, release }: SubjectOrder,
  { releaseOf, snapshots }: ClusterPart,
  before: Release | undefined,
): ClusterOrder | undefined {
  const { kind, number, from, startedAt } = journal.record;
  if (kind === 'destroy' || release === undefined) return undefined;
  const settings = clusterOf(release.settings);
  return {
    kind,
    number,
    to: release.id,
    settings,
    releaseOf,
    checks: checksOf(journal.record, settings),
    startedAt: new Date(startedAt),
    ...optional({ snapshots, from, fromSettings: clusterOf(before?.settings) }),
  };
}

/** Volumes of a member that a restore of that number has put others in the place of. */
const replacedBy =
  (number: number) =>
  ({ replaced = [] }: ObservedMember): readonly string[] =>
    replaced.filter((volume) => volume.replacedBy === number).map(({ id }) => id);

// only this subject writes to the journal of a cluster
const entriesOf = ({ journal }: SubjectOrder): readonly JournalEntry<ClusterAction>[] =>
  journal.record.entries as readonly JournalEntry<ClusterAction>[];
