import { expect, test } from 'vitest';
import type { Release } from '@imago/engine';
import { createMemoryStateStore, noClusters } from '@imago/testkit';
import { stateKeys } from '../../../src/rollout/keys.ts';
import { performOnCluster } from '../../../src/rollout/cluster/perform-on-cluster.ts';
import { clusterSettings } from '../../strategies/cluster/settings.ts';

const environment = { project: 'shop', environment: 'store' };
const release: Release = {
  id: 'r1',
  ...environment,
  image: { id: 'ami-1' },
  settings: clusterSettings(3),
  digest: '1',
  by: 'ann@laptop',
  createdAt: '2026-01-01T00:00:00.000Z',
};

test('nothing is launched where the lock was lost while the record of a release was read', async () => {
  const launched: string[] = [];
  const perform = (assertHeld: () => void): Promise<void> =>
    performOnCluster(
      { kind: 'launch-member', member: 'm-1', release: 'r1', attempt: '7-m-1-1', bootstrap: 'existing' },
      {
        environment,
        to: undefined,
        releaseOf: () => undefined,
        assertHeld,
        ports: {
          state: createMemoryStateStore(
            new Map([[stateKeys.release(environment, 'r1'), JSON.stringify(release)]]),
          ),
          clusters: {
            ...noClusters,
            launchMember: async (_, { attempt }) => void launched.push(attempt),
          },
        },
      },
    );
  const lost = (): never => {
    throw new Error('the lock is lost');
  };
  await expect(perform(lost)).rejects.toThrow('the lock is lost');
  expect(launched).toEqual([]);
  await perform(() => undefined);
  expect(launched).toEqual(['7-m-1-1']);
});
