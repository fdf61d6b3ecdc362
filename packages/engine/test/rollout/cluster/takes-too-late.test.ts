import { expect, test } from 'vitest';
import type { ClusterAction } from '@imago/engine';
import { takesTooLate } from '../../../src/rollout/cluster/takes-too-late.ts';

const now = new Date('2026-01-01T12:00:00Z');
const ago = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);
const stop: ClusterAction = { kind: 'stop-member', member: 'm-1', instance: 'i-1', force: false };

test('a member is not stopped by a look that is 20 seconds old', () => {
  expect(takesTooLate(stop, ago(20), now)).toBe(true);
  expect(takesTooLate(stop, ago(19), now)).toBe(false);
});

test('what takes nobody out may come late', () => {
  expect(takesTooLate({ ...stop, force: true }, ago(60), now)).toBe(false);
  expect(takesTooLate({ kind: 'terminate-member', member: 'm-1', instance: 'i-1' }, ago(60), now)).toBe(
    false,
  );
});
