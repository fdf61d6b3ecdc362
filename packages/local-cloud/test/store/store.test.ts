import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AccessKeyRecord } from '../../src/store/records/iam.ts';
import type { VolumeRecord } from '../../src/store/records/ec2.ts';
import { openStore, type Store } from '../../src/store/store.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'imago-store-'));
  file = join(folder, 'state.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const volume = (id: string, more: Partial<VolumeRecord> = {}): VolumeRecord => ({
  id,
  sizeGiB: 8,
  volumeType: 'gp3',
  zone: 'us-east-1a',
  state: 'in-use',
  createdAt: new Date('2026-11-21T10:00:00.123Z'),
  encrypted: false,
  tags: { Name: 'dätä' },
  ...more,
});

/** What a store holds, in order. */
function volumes({ tables }: Store): readonly VolumeRecord[] {
  return [...tables.volumes.values()];
}

/** What another process sees that opens the same file, while nobody closed it. */
function reopened(): readonly VolumeRecord[] {
  const store = openStore({ file });
  try {
    return volumes(store);
  } finally {
    store.close();
  }
}

test('a change is in the log as soon as the call returns, with no close', () => {
  const { tables } = openStore({ file });
  tables.volumes.put(volume('vol-1'));
  tables.volumes.put(volume('vol-2'));
  tables.volumes.update('vol-1', { state: 'available' });
  tables.volumes.delete('vol-2');
  expect(reopened()).toEqual([volume('vol-1', { state: 'available' })]);
});

test('dates come back as dates wherever they are', () => {
  const record = volume('vol-1', {
    attachment: { instanceId: 'i-1', deviceName: 'xvda', deleteOnTermination: true, attachedAt: new Date(0) },
    tags: { $date: '5', text: '2026-11-21T10:00:00.123Z' },
  });
  openStore({ file }).tables.volumes.put(record);
  expect(reopened()).toEqual([record]);
});

test('update and delete of what is not there change nothing', () => {
  const { tables } = openStore({ file });
  expect(tables.volumes.update('vol-1', { sizeGiB: 9 })).toBeUndefined();
  expect(tables.volumes.delete('vol-1')).toBe(false);
  expect(statSync(file).size).toBe(0);
});

test('without a file nothing is written and everything else is the same', () => {
  const store = openStore({});
  store.tables.volumes.put(volume('vol-1'));
  expect(store.tables.volumes.get('vol-1')).toEqual(volume('vol-1'));
  expect(store.tables.volumes.size).toBe(1);
  store.close();
});

test('a last line that was torn off anywhere costs that line and no other', () => {
  const { tables } = openStore({ file });
  tables.volumes.put(volume('vol-1'));
  const before = statSync(file).size;
  tables.volumes.put(volume('vol-2'));
  const whole = readFileSync(file);
  for (let size = before; size < whole.length; size++) {
    writeFileSync(file, whole);
    truncateSync(file, size);
    expect(reopened(), `${size} bytes`).toEqual([volume('vol-1')]);
  }
});

test('what is put after a torn line is there at the next start', () => {
  openStore({ file }).tables.volumes.put(volume('vol-1'));
  appendFileSync(file, '{"table":"volumes","put":{"id":"vol-');
  openStore({ file }).tables.volumes.put(volume('vol-2'));
  expect(reopened()).toEqual([volume('vol-1'), volume('vol-2')]);
});

test('a log that is damaged in the middle is refused with the line, not half read', () => {
  openStore({ file }).tables.volumes.put(volume('vol-1'));
  appendFileSync(file, 'nonsense\n');
  expect(() => openStore({ file })).toThrow(`${file}:2`);
});

test('a rewrite that a kill left unfinished is ignored', () => {
  openStore({ file }).tables.volumes.put(volume('vol-1'));
  writeFileSync(`${file}.new`, '{"table":"volumes","put":{"id":"half');
  expect(reopened()).toEqual([volume('vol-1')]);
});

test('records of tables that this version does not have are dropped', () => {
  openStore({ file }).tables.volumes.put(volume('vol-1'));
  appendFileSync(file, '{"table":"dreams","put":{"id":"d-1"}}\n');
  expect(reopened()).toEqual([volume('vol-1')]);
});

test('opening leaves the history out of the log, and nobody else may read it', () => {
  const { tables } = openStore({ file });
  for (let size = 1; size <= 50; size++) tables.volumes.put(volume('vol-1', { sizeGiB: size }));
  reopened();
  expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(2);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a log that has grown far past what it says is rewritten while it is in use', () => {
  const { tables } = openStore({ file });
  const text = 'x'.repeat(64 * 1024);
  for (let count = 0; count < 200; count++)
    tables.volumes.put(volume(`vol-${count % 3}`, { tags: { count: String(count), text } }));
  expect(statSync(file).size).toBeLessThan(8 * 1024 * 1024);
  expect(reopened().map(({ id, tags }) => [id, tags['count']])).toEqual([
    ['vol-0', '198'],
    ['vol-1', '199'],
    ['vol-2', '197'],
  ]);
});

type Step =
  | {
      readonly kind: 'put' | 'update' | 'delete';
      readonly id: string;
      readonly secret: string;
      readonly expiresAt: Date;
    }
  | { readonly kind: 'reopen' | 'tear' };

test('whatever is done, and however often it is killed, a store holds what a map would', () => {
  const ids = fc.constantFrom('a', 'b', '__proto__', 'c d', '\u{1F98B}\n');
  const date = fc.date({ noInvalidDate: true });
  const step: fc.Arbitrary<Step> = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constantFrom('put', 'update', 'delete'),
        id: ids,
        secret: fc.string({ unit: 'binary' }),
        expiresAt: date,
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('reopen', 'tear') }) },
  );
  let tried = 0;
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      rmSync(file, { force: true });
      const model = new Map<string, AccessKeyRecord>();
      let store = openStore({ file });
      // Closing writes nothing: it only gives back what a killed process would have given back.
      const reopen = (): void => {
        store.close();
        store = openStore({ file });
      };
      for (const one of steps) {
        const keys = store.tables.accessKeys;
        switch (one.kind) {
          case 'reopen':
            reopen();
            break;
          case 'tear':
            appendFileSync(file, '{"table":"accessKeys","delete":"a"');
            reopen();
            break;
          case 'delete':
            expect(keys.delete(one.id)).toBe(model.delete(one.id));
            break;
          case 'put':
          case 'update': {
            const { id, secret, expiresAt } = one;
            if (one.kind === 'update' && !model.has(id)) {
              expect(keys.update(id, { secret })).toBeUndefined();
              break;
            }
            const record = { id, secret, expiresAt, principalArn: '', userId: '' };
            model.set(id, record);
            if (one.kind === 'put') keys.put(record);
            else keys.update(id, { secret, expiresAt });
            break;
          }
        }
      }
      expect([...store.tables.accessKeys.values()]).toEqual([...model.values()]);
      reopen();
      expect([...store.tables.accessKeys.values()]).toEqual([...model.values()]);
      store.close();
      tried += 1;
    }),
  );
  expect(tried).toBe(100);
});

/** Counts the volumes of each zone, as a view. */
function createZoneCount() {
  const counts: Record<string, number> = {};
  return {
    counts,
    change: (before: VolumeRecord | undefined, after: VolumeRecord | undefined) => {
      if (before) counts[before.zone] = (counts[before.zone] ?? 0) - 1;
      if (after) counts[after.zone] = (counts[after.zone] ?? 0) + 1;
    },
  };
}

test('a view knows the records that were there before it, and follows every change', () => {
  const first = openStore({ file });
  first.tables.volumes.put(volume('vol-1'));
  first.close();
  const store = openStore({ file });
  const { tables } = store;
  const { counts } = tables.volumes.view(createZoneCount);
  expect(counts).toEqual({ 'us-east-1a': 1 });
  tables.volumes.put(volume('vol-2'));
  tables.volumes.update('vol-1', { zone: 'us-east-1b' });
  expect(counts).toEqual({ 'us-east-1a': 1, 'us-east-1b': 1 });
  tables.volumes.delete('vol-2');
  expect(counts).toEqual({ 'us-east-1a': 0, 'us-east-1b': 1 });
  store.close();
});

test('a table has one view of a kind', () => {
  const { tables } = openStore({});
  expect(tables.volumes.view(createZoneCount)).toBe(tables.volumes.view(createZoneCount));
  expect(openStore({}).tables.volumes.view(createZoneCount)).not.toBe(tables.volumes.view(createZoneCount));
});
