import { minutes } from '../../model/duration.ts';
import type { ObservedCluster, ObservedMember, ObservedVolume } from '../../model/observed-cluster.ts';
import { finish } from '../finish.ts';
import { beginJournal } from '../journal.ts';
import { releasesIn } from '../last-number.ts';
import type { DestroyOutcome } from '../outcome.ts';
import type { RolloutPorts } from '../ports.ts';
import { readReleases } from '../records.ts';
import type { DestroyRequest } from '../requests.ts';
import { withSession } from '../session.ts';
import { isCluster } from '../subject.ts';
import { allVolumes } from '../../strategies/cluster/tear-down-cluster.ts';
import { clusterEyes } from './cluster-eyes.ts';
import { clusterOf } from './cluster-of.ts';
import { schedule } from './schedule.ts';

/** Removes a cluster; its volumes stay, with a snapshot of each, unless they are to go too. */
export async function destroyCluster(
  request: DestroyRequest,
  given: RolloutPorts,
  signal: AbortSignal,
): Promise<DestroyOutcome> {
  const { deleteData = false, abandon = false } = request;
  const seeing = { command: 'destroy', eyes: clusterEyes, abandon } as const;
  return withSession(request, seeing, given, async (session, ports): Promise<DestroyOutcome> => {
    const { ref, lock, observed } = session;
    if (signal.aborted) return { kind: 'interrupted', putBack: [] };
    const before = await readReleases(ports.state, ref);
    await schedule({ environment: ref, settings: { volumes: [], tags: {} }, before }, ports, lock);
    if (isGone(observed, deleteData)) return { kind: 'nothing' };
    const { user, host } = ports.identity.self;
    const newest = before.at(-1);
    const strategy = newest === undefined ? undefined : clusterOf(newest.settings).strategy;
    const record = {
      kind: 'destroy' as const,
      cluster: {
        releaseOf: {},
        end: {
          snapshots: request.snapshots ?? strategy?.snapshots ?? true,
          deleteData,
          stopDeadline: strategy?.stopDeadline ?? minutes(5),
        },
      },
      environmentExisted: true,
      before: [],
      startedAt: ports.clock.now().toISOString(),
      by: `${user}@${host}`,
      token: lock.token,
      entries: [],
    };
    lock.assertHeld();
    const journal = await beginJournal(ports.state, ref, record, session.lastRollout);
    ports.emit({ code: 'rollout-started', number: journal.record.number, kind: 'destroy' });
    const { run } = await finish({ environment: ref, ports, lock, journal, release: undefined, signal });
    if (run.stopped !== undefined) {
      return signal.aborted ? { kind: 'interrupted', putBack: [] } : { kind: 'stopped', reason: run.stopped };
    }
    const left = isCluster(run.observed) ? run.observed.members : [];
    const idsIn = (of: (member: ObservedMember) => readonly ObservedVolume[]): readonly string[] =>
      deleteData ? [] : left.flatMap(of).map(({ id }) => id);
    return {
      kind: 'destroyed',
      releases: [...new Set(releasesIn(observed))],
      volumes: idsIn((member) => member.volumes),
      replaced: idsIn(({ replaced = [] }) => replaced),
    };
  });
}

/** Whether nothing is left that a destroy removes. */
const isGone = (seen: ObservedCluster, deleteData: boolean): boolean =>
  seen.securityGroup === undefined &&
  seen.loadBalancer === undefined &&
  seen.templates.length === 0 &&
  seen.members.every(
    (member) =>
      member.networkInterface === undefined &&
      member.instances.length === 0 &&
      (!deleteData || allVolumes(member).length === 0),
  );
