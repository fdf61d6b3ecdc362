import { type Release, type RestorePlan } from '@imago/engine';
import { clusterSettings } from '@imago/testkit';
import { describe, expect, test } from 'vitest';
import { questionOf } from '../../src/runs/restore.ts';

const release: Release = {
  id: 'r2',
  project: 'shop',
  environment: 'store',
  image: { id: 'ami-2' },
  settings: clusterSettings(3),
  digest: 'd',
  by: 'me@here',
  createdAt: '2026-11-21T10:00:00Z',
};
const plan: RestorePlan = {
  kind: 'restore',
  chosen: { set: '#12', at: new Date('2026-11-21T09:00:00Z'), snapshots: {} },
  members: ['store-1', 'store-2', 'store-3'],
  whole: true,
  release,
  live: 'r2',
};

describe('the question before a restore', () => {
  test('tells of when the data are, who stops, and what is kept', () => {
    expect(questionOf('store', plan)).toBe(
      'Make the data of store those of #12, from 2026-11-21T09:00:00Z? Every member stops until it is done. What was written since is in use no more; the volumes that hold it are kept.',
    );
  });

  test('tells of another release', () => {
    expect(questionOf('store', { ...plan, live: 'r3' })).toContain('It comes up on r2 instead of r3.');
  });

  test('tells which member it is, and that the others go on', () => {
    expect(questionOf('store', { ...plan, members: ['store-2'], whole: false })).toContain(
      'Make the data of store-2 those of #12, from 2026-11-21T09:00:00Z? It stops, while the other members go on.',
    );
  });
});
