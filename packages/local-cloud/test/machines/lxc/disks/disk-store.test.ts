import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DiskRef } from '../../../../src/machines/lxc/disks/disk-record.ts';
import { createDiskStore, type DiskStore } from '../../../../src/machines/lxc/disks/disk-store.ts';
import { createLayout, type Layout } from '../../../../src/machines/lxc/layout.ts';

const base: DiskRef = { kind: 'base', root: '/cache/debian-12' };
let layout: Layout;
let disks: DiskStore;

beforeEach(async () => {
  layout = createLayout(await mkdtemp(join(tmpdir(), 'imago-disks-')), '/cache');
  await open();
});
afterEach(() => rm(layout.dataDir, { recursive: true }));

/** As a new process would. */
async function open(): Promise<void> {
  disks = createDiskStore(layout);
  await disks.open(new Set());
}

async function make(name: string, on: DiskRef): Promise<DiskRef> {
  const draft = await disks.newDraft();
  await mkdir(draft.root);
  await disks.commit(draft, { name, on, bytes: 5 });
  return { kind: 'disk', number: draft.number };
}

test('a disk is found again by another process', async () => {
  const web = await make('web', base);
  await open();
  expect(disks.find('web')).toMatchObject({ name: 'web', on: base, bytes: 5 });
  expect(disks.layers(web)).toEqual([layout.diskRoot(1), '/cache/debian-12']);
});

test('a draft that was not committed is removed by the next process', async () => {
  const draft = await disks.newDraft();
  await mkdir(draft.root);
  await open();
  expect(existsSync(draft.root)).toBe(false);
});

test('a deleted disk stays while something lies on it, also across restarts', async () => {
  const web = await make('web', base);
  await make('app', web);
  await disks.delete('web');
  await disks.collect([]);
  await open();
  expect(disks.find('web')).toBeUndefined();
  expect(existsSync(layout.diskRoot(1))).toBe(true);
  await disks.delete('app');
  await disks.collect([]);
  expect(existsSync(layout.diskRoot(1))).toBe(false);
});

test('the name of a deleted disk can be used again, its number cannot', async () => {
  const first = await make('web', base);
  await make('app', first);
  await disks.delete('web');
  expect(await make('web', base)).toEqual({ kind: 'disk', number: 3 });
  expect(disks.find('web')?.number).toBe(3);
});

test('deleting what is not there is done already', async () => {
  await disks.delete('nothing');
});
