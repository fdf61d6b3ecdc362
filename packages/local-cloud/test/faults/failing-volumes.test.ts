import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { DetachFate } from '../../src/faults/detach-fate.ts';
import { createFailingVolumes } from '../../src/faults/failing-volumes.ts';
import { createOffVolumes, type OffVolumes } from '../../src/machines/off/off-volumes.ts';
import type { Volumes } from '../../src/machines/volumes.ts';

let real: OffVolumes;
let volumes: Volumes;
let fates: DetachFate[];

beforeEach(async () => {
  vi.useFakeTimers();
  real = createOffVolumes();
  fates = [];
  volumes = createFailingVolumes(
    real,
    () => fates.shift() ?? { kind: 'goes' },
    () => {},
  );
  await volumes.create({ id: 'vol-1', sizeGiB: 1 });
  await volumes.attach({ volume: 'vol-1', machine: 'i-1', device: '/dev/xvdf' });
});
afterEach(() => vi.useRealTimers());

const detach = (force = false): Promise<string> => volumes.detach({ volume: 'vol-1', machine: 'i-1', force });

test('a volume that is slow goes when its time is over', async () => {
  fates = [{ kind: 'slow', afterMs: 5000 }];
  expect(await detach()).toBe('detaching');
  await vi.advanceTimersByTimeAsync(4999);
  expect(await detach()).toBe('detaching');
  expect(real.volumes.get('vol-1')?.machine).toBe('i-1');
  await vi.advanceTimersByTimeAsync(1);
  expect(await detach()).toBe('detached');
});

test('a volume that is stuck goes by force only, and is well the next time', async () => {
  fates = [{ kind: 'stuck' }];
  expect(await detach()).toBe('detaching');
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(await detach()).toBe('detaching');
  expect(await detach(true)).toBe('detached');
  await volumes.attach({ volume: 'vol-1', machine: 'i-1', device: '/dev/xvdf' });
  expect(await detach()).toBe('detached');
});

test('a volume that its machine has mounted is busy, whatever its fate', async () => {
  real.mounted.add('vol-1');
  expect(await detach()).toBe('busy');
  real.mounted.delete('vol-1');
  expect(await detach()).toBe('detached');
});
