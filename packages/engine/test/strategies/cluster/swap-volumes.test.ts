import { expect, test } from 'vitest';
import type { ObservedMember, ObservedVolume } from '@imago/engine';
import { swapsBack } from '../../../src/strategies/cluster/swap-volumes.ts';
import type { ClusterTask } from '../../../src/strategies/cluster/cluster-task.ts';

const number = 5;
const volume = (id: string, more: Partial<ObservedVolume> = {}): ObservedVolume => ({
  id,
  name: 'data',
  zone: 'a',
  state: 'available',
  formatted: true,
  ...more,
});
const task = (members: readonly Pick<ObservedMember, 'name' | 'volumes' | 'replaced'>[]): ClusterTask =>
  ({ rollout: { number }, observed: { members } }) as unknown as ClusterTask;

test('the way back sets aside what was restored, and takes back what it stands in for', () => {
  const restored = volume('vol-new', { restoredBy: number });
  const before = volume('vol-old', { replacedBy: number });
  const one = { name: 'm-1', volumes: [restored], replaced: [before] };
  expect(swapsBack(task([one]))).toEqual([{ member: 'm-1', aside: [restored], back: [before], make: {} }]);
  const aside = volume('vol-new', { restoredBy: number, replacedBy: number });
  const two = { name: 'm-1', volumes: [], replaced: [before, aside] };
  expect(swapsBack(task([two]))).toEqual([{ member: 'm-1', aside: [], back: [before], make: {} }]);
});

test('what was restored for a volume that was gone stays, as there is nothing else', () => {
  const restored = volume('vol-new', { restoredBy: number });
  expect(swapsBack(task([{ name: 'm-1', volumes: [restored], replaced: [] }]))).toEqual([]);
  const log = volume('vol-log', { name: 'log', replacedBy: number });
  const one = { name: 'm-1', volumes: [restored], replaced: [log] };
  expect(swapsBack(task([one]))).toEqual([{ member: 'm-1', aside: [], back: [log], make: {} }]);
});
