import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFailingMachines } from '../../src/faults/failing-machines.ts';
import type { LaunchFate } from '../../src/faults/launch-fate.ts';
import type { MachineExit, Machines } from '../../src/machines/machines.ts';
import { createOffMachines, type OffMachines } from '../../src/machines/off/off-machines.ts';

let real: OffMachines;
let machines: Machines;
let fate: LaunchFate;
let exits: MachineExit[];

beforeEach(async () => {
  vi.useFakeTimers();
  real = createOffMachines();
  machines = createFailingMachines(
    real,
    () => fate,
    () => {},
  );
  exits = [];
  machines.onExit((exit) => exits.push(exit));
  await machines.prepareBase('debian-12');
});
afterEach(() => vi.useRealTimers());

async function launch(id: string, its: LaunchFate): Promise<void> {
  fate = its;
  const spec = { address: '10.0.0.4', macAddress: '', hostname: 'a', memoryMiB: 512 };
  await machines.create({ id, disk: 'debian-12', ...spec });
  await machines.boot(id);
}

test('a machine that lives is left alone, and its own end is told', async () => {
  await launch('i-1', { kind: 'lives' });
  await vi.advanceTimersByTimeAsync(60_000);
  expect([...real.running]).toEqual(['i-1']);
  real.end({ id: 'i-1', kind: 'shutdown' });
  expect(exits).toEqual([{ id: 'i-1', kind: 'shutdown' }]);
});

test('a machine dies after its time, as a crash, and lives when it is started again', async () => {
  await launch('i-1', { kind: 'dies', afterMs: 5000 });
  await vi.advanceTimersByTimeAsync(4999);
  expect(exits).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(exits).toEqual([{ id: 'i-1', kind: 'crash' }]);
  expect(real.running.size).toBe(0);
  await machines.boot('i-1');
  await vi.advanceTimersByTimeAsync(60_000);
  expect([...real.running]).toEqual(['i-1']);
});

test.each(['halt', 'destroy'] as const)('a machine that is gone by %s does not die as well', async (end) => {
  await launch('i-1', { kind: 'dies', afterMs: 5000 });
  await machines[end]('i-1', 0);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(exits).toEqual([]);
});

test('a machine that never comes up can be booted, halted, rebooted and destroyed, and does not run', async () => {
  await launch('i-1', { kind: 'never-boots' });
  await machines.reboot('i-1');
  await machines.halt('i-1', 0);
  await machines.boot('i-1');
  expect(real.running.size).toBe(0);
  await machines.destroy('i-1');
  expect(real.created.size).toBe(0);
  expect(exits).toEqual([]);
});
