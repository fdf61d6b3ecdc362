import type { EnvironmentRef } from '../../model/environment.ts';
import type { RolloutRecord } from '../../model/rollout.ts';
import { findUnfinished } from '../find-unfinished.ts';
import { readLock } from '../lock.ts';
import { optional } from '../optional.ts';
import type { RolloutPorts } from '../ports.ts';
import { readRelease, readReleases, readRollouts } from '../records.ts';
import type { ClusterStatusReport, MemberReport } from '../reports.ts';
import { clusterOf } from './cluster-of.ts';
import { askOnce } from './health-watch.ts';
import { liveIn } from './live-release.ts';
import { addressesOf } from './member-addresses.ts';
import { isThere } from './is-there.ts';
import { snapshotSets } from './snapshot-sets.ts';

/** What a cluster's members are, by the cloud and by their own word. */
export async function readClusterStatus(
  request: EnvironmentRef,
  ports: RolloutPorts,
  signal: AbortSignal = new AbortController().signal,
): Promise<ClusterStatusReport> {
  const ref = { project: request.project, environment: request.environment };
  const [observed, rollouts, lockedBy, unfinished] = await Promise.all([
    ports.clusters.observe(ref),
    readRollouts(ports.state, ref),
    readLock(ref, ports),
    findUnfinished(ref, ports),
  ]);
  const live = liveIn(rollouts);
  // The first rollout of a cluster has a word of its own before anything is live.
  const release =
    (await readRelease(ports.state, ref, live)) ?? (await readReleases(ports.state, ref)).at(-1);
  const addresses = addressesOf(observed);
  const runs = observed.members.some(({ instances }) => instances.length > 0);
  const health =
    release === undefined || !runs
      ? undefined
      : await askOnce(clusterOf(release.settings), addresses, ports, signal);
  const members = observed.members.filter(isThere).map((member): MemberReport => {
    const word = health?.members.find(({ name }) => name === member.name);
    return {
      name: member.name,
      instances: member.instances.map(({ id, state, release: on }) => ({
        id,
        state,
        ...optional({ release: on }),
      })),
      volumes: member.volumes.map(({ name, id, state }) => ({ name, id, state })),
      ...optional({
        address: member.networkInterface?.address,
        zone: member.networkInterface?.zone,
        health: word,
      }),
    };
  });
  return {
    kind: 'cluster',
    members,
    snapshots: observed.snapshots.length,
    snapshotSets: snapshotSets(observed.snapshots).map(({ name }) => name),
    replaced: observed.members.flatMap((member) => (member.replaced ?? []).map(({ id }) => id)),
    ...optional({
      live,
      quorum: health?.quorum,
      leader: health?.leader,
      alarms: health?.alarms,
      stopped: stoppedIn(rollouts),
      lockedBy,
      unfinished,
    }),
  };
}

function stoppedIn(rollouts: readonly RolloutRecord[]): ClusterStatusReport['stopped'] {
  const last = rollouts.at(-1);
  return last?.end?.kind === 'stopped' && last.end.reason !== undefined
    ? { number: last.number, reason: last.end.reason }
    : undefined;
}
