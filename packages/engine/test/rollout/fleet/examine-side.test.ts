import { expect, test } from 'vitest';
import type { FleetCloud, ObservedInstance } from '@imago/engine';
import { examine } from '../../../src/rollout/fleet/examine-side.ts';
import { environment, side } from '../../strategies/build.ts';
import { ref } from '../desk.ts';

const instance = (id: string, changes: Partial<ObservedInstance>): ObservedInstance => ({
  id,
  zone: 'a',
  release: 'r2',
  lifecycleState: 'InService',
  health: 'unhealthy',
  protected: false,
  ...changes,
});
const cloud: Pick<FleetCloud, 'consoleOutput' | 'launchFailures'> = {
  consoleOutput: async () => 'booted',
  launchFailures: async () => [],
};

test('of a rolled group, only instances of the new release that are to stay and are not healthy are examined', async () => {
  const rolled = side('r1', { weight: 100 });
  const instances = [
    instance('i-old', { release: 'r1' }),
    instance('i-draining', { health: 'draining' }),
    instance('i-ending', { lifecycleState: 'Terminating:Wait' }),
    instance('i-healthy', { health: 'healthy' }),
    instance('i-never', { lifecycleState: 'Pending', health: 'initial' }),
    instance('i-failed', {}),
  ];
  const group = rolled.group === undefined ? {} : { group: { ...rolled.group, instances } };
  const record = { to: 'r2', toSide: 'r1', fromSide: 'r1' } as const;
  const { failedInstances } = await examine(cloud, ref, environment({ ...rolled, ...group }), record);
  expect(failedInstances.map(({ id }) => id)).toEqual(['i-never', 'i-failed']);
});

test('of a side of its own, what Auto Scaling has ended comes before what it has launched in its place', async () => {
  const own = side('r2', { weight: 0 });
  const instances = [
    instance('i-fresh', { health: 'initial' }),
    instance('i-fresher', { lifecycleState: 'Pending', health: 'initial' }),
    instance('i-ended', { lifecycleState: 'Terminating', health: 'draining' }),
    instance('i-unfit', {}),
    instance('i-healthy', { health: 'healthy' }),
  ];
  const group = own.group === undefined ? {} : { group: { ...own.group, instances } };
  const record = { to: 'r2', toSide: 'r2', fromSide: 'r1' } as const;
  const { failedInstances } = await examine(cloud, ref, environment({ ...own, ...group }), record);
  expect(failedInstances.map(({ id }) => id)).toEqual(['i-unfit', 'i-ended', 'i-fresh', 'i-fresher']);
});
