import { expect, test } from 'vitest';
import { lackOfEvidence } from '../../src/rehearsal/evidence.ts';
import { rehearsalRecord } from './record.ts';

const live = { release: 'r1', digest: 'd1' } as const;
const candidate = { environment: 'production', digest: 'd2', live };
const empty = { environment: 'production', digest: 'd2' };

test('a passed rehearsal of this upgrade speaks for it', () => {
  expect(lackOfEvidence([rehearsalRecord()], candidate)).toBeUndefined();
});

test('nothing speaks for what was not rehearsed, or rehearsed with another image or other settings', () => {
  expect(lackOfEvidence([], candidate)).toBe('its upgrade from r1 was not rehearsed as it is');
  expect(lackOfEvidence([], empty)).toBe('it was not rehearsed as it is');
  expect(lackOfEvidence([rehearsalRecord({ digest: 'd3' })], candidate)).toContain('not rehearsed as it is');
  expect(lackOfEvidence([rehearsalRecord({ of: 'staging' })], candidate)).toContain('not rehearsed as it is');
});

test('where a release is live, only its upgrade counts', () => {
  const { from: _, ...created } = rehearsalRecord({ kind: 'create' });
  expect(lackOfEvidence([created], candidate)).toBe(
    'only its creation was rehearsed, and not its upgrade from r1',
  );
  expect(lackOfEvidence([created], empty)).toBeUndefined();
});

test('an upgrade from another release is another upgrade', () => {
  const other = rehearsalRecord({ from: { release: 'r7', digest: 'd7' } });
  expect(lackOfEvidence([other], candidate)).toContain(
    'rehearsed from r7, and r1, which is live, is another one',
  );
});

test('the same content under another number is the same release', () => {
  const same = rehearsalRecord({ from: { release: 'r9', digest: 'd1' } });
  expect(lackOfEvidence([same], candidate)).toBeUndefined();
});

test('the last word counts', () => {
  const failed = rehearsalRecord({
    id: 'test-00000002',
    state: 'failed',
    reason: 'smoke failed',
    startedAt: '2026-01-01T11:00:00.000Z',
  });
  expect(lackOfEvidence([rehearsalRecord(), failed], candidate)).toBe(
    'its rehearsal test-00000002 failed: smoke failed',
  );
  const again = { ...rehearsalRecord(), startedAt: '2026-01-01T11:30:00.000Z' };
  expect(lackOfEvidence([failed, again], candidate)).toBeUndefined();
});

test('one that was killed or interrupted tells nothing', () => {
  const { removedAt: _, ...killed } = rehearsalRecord({
    state: 'running',
    startedAt: '2026-01-02T11:00:00.000Z',
  });
  const stopped = rehearsalRecord({ state: 'interrupted', startedAt: '2026-01-02T12:00:00.000Z' });
  expect(lackOfEvidence([rehearsalRecord(), killed, stopped], candidate)).toBeUndefined();
  expect(lackOfEvidence([killed, stopped], candidate)).toContain('not rehearsed as it is');
});
