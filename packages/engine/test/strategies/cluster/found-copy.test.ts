import { expect, test } from 'vitest';
import type { ClusterAction, ObservedMember } from '@imago/engine';
import { clusterRolloutOf, nothingSeenOfCluster } from '../../../src/rollout/cluster-sight.ts';
import type { ClusterOrder } from '../../../src/strategies/cluster/cluster-rollout.ts';
import { clusterTask } from '../../../src/strategies/cluster/cluster-task.ts';
import { bringUp } from '../../../src/strategies/cluster/member-path.ts';
import { clusterSettings } from './settings.ts';

const now = new Date('2026-01-01T12:00:00Z');
const startedAt = new Date(now.getTime() - 60_000);
const settings = clusterSettings(1);
const environment = { project: 'shop', environment: 'test-3f9a01c2' };
const copies = { snapshots: { 'm-1': { data: 'snap-1' } } };

/** What is ordered first for the only member of a cluster that is founded. */
function founding(
  order: Pick<ClusterOrder, 'snapshots'>,
  volume: 'none' | 'empty' | 'formatted',
): readonly ClusterAction[] {
  const member: ObservedMember = {
    name: 'm-1',
    ordinal: 1,
    volumes: [
      { name: 'data', id: 'vol-1', zone: 'a', state: 'available', formatted: volume === 'formatted' },
    ],
    instances: [],
    endedAttempts: [],
    networkInterface: { id: 'eni-1', address: '10.0.0.4', zone: 'a' },
  };
  const observed = {
    environment,
    at: now,
    members: volume === 'none' ? [] : [member],
    templates: ['r1'] as const,
    snapshots: [],
    securityGroup: 'sg-1',
  };
  const whole = {
    kind: 'deploy',
    number: 1,
    to: 'r1',
    settings,
    checks: [],
    releaseOf: {},
    startedAt,
  } as const;
  const run = { interrupted: false, now };
  const rollout = clusterRolloutOf({ ...whole, ...order }, [], nothingSeenOfCluster, run);
  const task = clusterTask(observed, rollout, now);
  const [view] = task.members;
  if (view === undefined) throw new Error('there is no member');
  const decision = bringUp(task, view, 'r1');
  return decision?.kind === 'act' ? decision.actions : [];
}

test('volumes of a copy are made from the snapshots of their member', () => {
  const restored = { snapshots: { data: 'snap-1' }, rollout: 1 };
  expect(founding(copies, 'none')).toEqual([{ kind: 'prepare-member', member: 'm-1', restored }]);
  expect(founding({}, 'none')).toEqual([{ kind: 'prepare-member', member: 'm-1' }]);
});

test('a start script is told whether it stands on a copy, on nothing, or on what one before it has left', () => {
  expect(founding(copies, 'formatted')).toMatchObject([{ kind: 'launch-member', bootstrap: 'copy' }]);
  expect(founding({}, 'empty')).toMatchObject([{ kind: 'launch-member', bootstrap: 'new' }]);
  expect(founding({}, 'formatted')).toMatchObject([{ kind: 'launch-member', bootstrap: 'existing' }]);
});
