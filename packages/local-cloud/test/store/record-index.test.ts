import { expect, test } from 'vitest';
import type { VolumeRecord } from '../../src/store/records/ec2.ts';
import { createRecordIndex, type RecordIndex } from '../../src/store/record-index.ts';
import { openStore } from '../../src/store/store.ts';

const volume = (id: string, snapshotId?: string): VolumeRecord => ({
  id,
  sizeGiB: 8,
  volumeType: 'gp3',
  zone: 'us-east-1a',
  state: 'in-use',
  createdAt: new Date(0),
  encrypted: false,
  tags: {},
  ...(snapshotId === undefined ? {} : { snapshotId }),
});

const bySnapshot = (): RecordIndex<VolumeRecord> => createRecordIndex(({ snapshotId }) => snapshotId);

test('records are found by a key that they share, oldest first; those without it are not', () => {
  const { volumes } = openStore({}).tables;
  const index = volumes.view(bySnapshot);
  volumes.put(volume('vol-1', 'snap-1'));
  volumes.put(volume('vol-2'));
  volumes.put(volume('vol-3', 'snap-1'));
  expect(index.of('snap-1').map(({ id }) => id)).toEqual(['vol-1', 'vol-3']);
  expect(index.of('snap-2')).toEqual([]);
});

test('a record that changes is found as it is, in its place', () => {
  const { volumes } = openStore({}).tables;
  const index = volumes.view(bySnapshot);
  volumes.put(volume('vol-1', 'snap-1'));
  volumes.put(volume('vol-2', 'snap-1'));
  volumes.update('vol-1', { state: 'available' });
  expect(index.of('snap-1').map(({ id, state }) => [id, state])).toEqual([
    ['vol-1', 'available'],
    ['vol-2', 'in-use'],
  ]);
});

test('a record that gets another key, loses it or is deleted is found there no more', () => {
  const { volumes } = openStore({}).tables;
  const index = volumes.view(bySnapshot);
  for (const id of ['vol-1', 'vol-2', 'vol-3']) volumes.put(volume(id, 'snap-1'));
  volumes.put(volume('vol-1', 'snap-2'));
  volumes.put(volume('vol-2'));
  volumes.delete('vol-3');
  expect(index.of('snap-1')).toEqual([]);
  expect(index.of('snap-2').map(({ id }) => id)).toEqual(['vol-1']);
});
