import type { ClusterStatusReport, MemberReport } from '@imago/engine';
import { lockLines, unfinishedLines } from './status-text.ts';

/** What runs of a cluster, for people. */
export function clusterStatusText(report: ClusterStatusReport): string {
  const { live, members, lockedBy, unfinished, snapshots } = report;
  const head = live === undefined ? 'nothing is live' : `${live} is live; ${quorumText(report)}`;
  const kept = snapshots === 0 ? [] : [`  ${snapshots} snapshots`];
  return [
    head,
    ...lockLines(lockedBy),
    ...unfinishedLines(unfinished),
    ...members.flatMap(memberLines),
    ...kept,
  ].join('\n');
}

function quorumText({ quorum, leader, alarms = [] }: ClusterStatusReport): string {
  const complaints = alarms.length === 0 ? '' : `; alarms: ${alarms.join(', ')}`;
  if (quorum === undefined) return `the cluster said nothing${complaints}`;
  const led = leader === undefined ? '' : `, led by ${leader}`;
  return `${quorum ? `quorum${led}` : 'no quorum'}${complaints}`;
}

function memberLines({
  name,
  address = '-',
  zone = '-',
  instances,
  volumes,
  health,
}: MemberReport): readonly string[] {
  const runs = instances.map(({ id, state, release = '-' }) => `${release}  ${id} ${state}`).join(', ');
  const word =
    health === undefined
      ? ''
      : health.healthy
        ? `  ${health.role}${health.version === undefined ? '' : ` ${health.version}`}`
        : `  not healthy: ${health.detail}`;
  const held = volumes.map((volume) => `    ${volume.name}  ${volume.id}  ${volume.state}`);
  return [`  ${name}  ${address}  ${zone}  ${runs === '' ? 'no instance' : runs}${word}`, ...held];
}
