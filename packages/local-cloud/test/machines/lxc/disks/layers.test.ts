import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DiskRecord, DiskRef } from '../../../../src/machines/lxc/disks/disk-record.ts';
import { layersOf, tooDeep, unusedDisks } from '../../../../src/machines/lxc/disks/layers.ts';

const base: DiskRef = { kind: 'base', root: '/cache/debian-12' };
const on = (number: number): DiskRef => ({ kind: 'disk', number });
const disk = (number: number, lower: DiskRef | null, deleted = false): DiskRecord => ({
  number,
  name: `disk-${number}`,
  on: lower,
  bytes: 1,
  deleted,
});
const store = (...disks: readonly DiskRecord[]): ReadonlyMap<number, DiskRecord> =>
  new Map(disks.map((record) => [record.number, record]));
const root = (number: number): string => `/d/${number}`;

test('layers come with the top one first and the base last', () => {
  const disks = store(disk(1, base), disk(2, on(1)));
  expect(layersOf(on(2), disks, root)).toEqual(['/d/2', '/d/1', '/cache/debian-12']);
  expect(layersOf(base, disks, root)).toEqual(['/cache/debian-12']);
});

test('a merged disk lies on nothing', () => {
  expect(layersOf(on(3), store(disk(3, null)), root)).toEqual(['/d/3']);
});

test('a disk that is gone is named', () => {
  expect(() => layersOf(on(2), store(disk(2, on(1))), root)).toThrow('disk 1 is gone, with 1 layers on it');
});

test('sixty layers of paths of an ordinary length fit, a thousand do not, nor do few long ones', () => {
  const layers = (count: number, length: number): readonly string[] =>
    Array.from({ length: count }, () => 'x'.repeat(length));
  expect(tooDeep(layers(60, 40))).toBe(false);
  expect(tooDeep(layers(1000, 1))).toBe(true);
  expect(tooDeep(layers(20, 250))).toBe(true);
});

test('a deleted disk goes when neither a disk nor a machine lies on it', () => {
  const chain = store(disk(1, base, true), disk(2, on(1), true), disk(3, on(2)));
  expect(unusedDisks(chain, [])).toEqual([]);
  const deleted = store(disk(1, base, true), disk(2, on(1), true), disk(3, on(2), true));
  expect(unusedDisks(deleted, [on(2)])).toEqual([3]);
  expect(unusedDisks(deleted, [base])).toEqual([3, 2, 1]);
});

test('whatever is deleted, the layers of what is left are whole', () => {
  const arbitrary = fc.array(fc.tuple(fc.nat(), fc.boolean()), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(arbitrary, fc.nat(), (shape, pick) => {
      const disks = store(
        ...shape.map(([lower, deleted], index) =>
          disk(index + 1, index === 0 ? base : on((lower % index) + 1), deleted),
        ),
      );
      const machine = on((pick % disks.size) + 1);
      const unused = new Set(unusedDisks(disks, [machine]));
      const left = new Map([...disks].filter(([number]) => !unused.has(number)));
      layersOf(machine, left, root);
      for (const record of left.values()) if (!record.deleted) layersOf(on(record.number), left, root);
    }),
  );
});
