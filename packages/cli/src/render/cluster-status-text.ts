import type { ClusterStatusReport, MemberReport } from '@imago/engine';
import { lockLines, unfinishedLines } from './status-text.ts';

/** What runs of a cluster, for people. */
export function clusterStatusText(report: ClusterStatusReport): string {
  const { live, members, lockedBy, unfinished, stopped } = report;
  const head = live === undefined ? 'nothing is live' : `${live} is live; ${quorumText(report)}`;
  return [
    head,
    ...lockLines(lockedBy),
    ...unfinishedLines(unfinished),
    ...(stopped === undefined ? [] : [`#${stopped.number} stopped: ${stopped.reason}`]),
    ...members.flatMap(memberLines),
    ...keptLines(report),
  ].join('\n');
}

/** What a restore may be of, and what others have left. */
function keptLines({ snapshots, snapshotSets, replaced }: ClusterStatusReport): readonly string[] {
  const more = snapshotSets.length > setsShown ? ', …' : '';
  const sets = snapshotSets.slice(0, setsShown).join(', ');
  return [
    ...(snapshots === 0 ? [] : [`  ${snapshots} snapshots${sets === '' ? '' : `: ${sets}${more}`}`]),
    ...(replaced.length === 0 ? [] : [`  set aside by restores: ${replaced.join(', ')}`]),
  ];
}

const setsShown = 6;

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
