import type { ClusterHealth, ObservedCluster } from '@imago/engine';
import { describe, expect, test } from 'vitest';
import { memberLines, membersLine } from '../../src/render/member-lines.ts';

const observed: Pick<ObservedCluster, 'members'> = {
  members: [
    {
      name: 'etcd-1',
      ordinal: 1,
      networkInterface: { id: 'eni-1', address: '10.0.0.4', zone: 'a' },
      volumes: [],
      instances: [{ id: 'i-1', release: 'r2', state: 'running' }],
    },
    { name: 'etcd-2', ordinal: 2, volumes: [], instances: [] },
  ],
};
const health: Pick<ClusterHealth, 'members'> = {
  members: [
    { name: 'etcd-1', healthy: true, role: 'leader', version: '3.5.16', detail: 'well' },
    { name: 'etcd-2', healthy: false, role: 'unknown', detail: 'no answer' },
  ],
};

describe('a member in a line', () => {
  test('tells its instance, its release and what the cluster says of it', () => {
    expect(memberLines(observed, health)).toEqual([
      {
        name: 'etcd-1',
        instance: 'i-1 running',
        release: 'r2',
        address: '10.0.0.4',
        word: 'leader 3.5.16',
        healthy: true,
      },
      {
        name: 'etcd-2',
        instance: 'no instance',
        release: '-',
        address: '-',
        word: 'not healthy: no answer',
        healthy: false,
      },
    ]);
  });

  test('says that nothing is known where nobody was asked', () => {
    expect(memberLines(observed, undefined)[0]).toMatchObject({ word: 'unknown', healthy: false });
  });
});

test('all members are told in one line', () => {
  expect(membersLine(observed, health)).toBe('etcd-1 r2 running leader 3.5.16, etcd-2 no instance');
  expect(membersLine({ members: [] }, undefined)).toBe('nothing runs yet');
});
