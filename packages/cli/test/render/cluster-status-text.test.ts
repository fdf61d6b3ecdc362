import type { ClusterStatusReport } from '@imago/engine';
import { describe, expect, test } from 'vitest';
import { clusterStatusText } from '../../src/render/cluster-status-text.ts';

const report: ClusterStatusReport = {
  kind: 'cluster',
  live: 'r2',
  quorum: true,
  leader: 'etcd-1',
  alarms: ['NOSPACE'],
  snapshots: 3,
  snapshotSets: ['#12', '2026-11-21T14:00:00Z'],
  replaced: ['vol-9'],
  members: [
    {
      name: 'etcd-1',
      address: '10.0.0.4',
      zone: 'a',
      instances: [{ id: 'i-1', state: 'running', release: 'r2' }],
      volumes: [{ name: 'data', id: 'vol-1', state: 'in-use' }],
      health: { name: 'etcd-1', healthy: true, role: 'leader', version: '3.5.16', detail: 'well' },
    },
    { name: 'etcd-2', instances: [], volumes: [] },
  ],
};

const empty = { kind: 'cluster', members: [], snapshots: 0, snapshotSets: [], replaced: [] } as const;

describe('status of a cluster', () => {
  test('tells quorum, members, their volumes and what they say', () => {
    expect(clusterStatusText(report).split('\n')).toEqual([
      'r2 is live; quorum, led by etcd-1; alarms: NOSPACE',
      '  etcd-1  10.0.0.4  a  r2  i-1 running  leader 3.5.16',
      '    data  vol-1  in-use',
      '  etcd-2  -  -  no instance',
      '  3 snapshots: #12, 2026-11-21T14:00:00Z',
      '  set aside by restores: vol-9',
    ]);
  });

  test('of nothing', () => {
    expect(clusterStatusText(empty)).toBe('nothing is live');
  });

  test('does not take silence for the loss of a quorum', () => {
    expect(clusterStatusText({ ...empty, live: 'r1' })).toBe('r1 is live; the cluster said nothing');
  });
});
