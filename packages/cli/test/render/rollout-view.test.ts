import type { ProbeTotals, RolloutEvent } from '@imago/engine';
import { describe, expect, test } from 'vitest';
import { emptyRolloutView, rolloutView } from '../../src/render/rollout-view.ts';
import { observed } from './fleet.ts';

const now = new Date('2026-11-21T10:00:00Z');
const later = new Date('2026-11-21T10:01:00Z');
const started = rolloutView(
  emptyRolloutView,
  { code: 'rollout-started', number: 2, kind: 'deploy', from: 'r1', to: 'r2' },
  now,
);
const totals: ProbeTotals = { requests: 10, failures: 0, p50Ms: 1, p99Ms: 2 };
const action = { kind: 'prepare-environment' } as const;

describe('view of a rollout', () => {
  test('starts with where it goes, and when', () => {
    expect(started).toMatchObject({ title: 'deploy r1 -> r2', startedAt: now, doing: '' });
  });

  test('begins anew with the next rollout', () => {
    const busy = rolloutView(started, { code: 'waiting', reason: 'x' }, now);
    const next = rolloutView(busy, { code: 'rollout-started', number: 3, kind: 'destroy' }, later);
    expect(next).toMatchObject({ title: 'destroy', startedAt: later, doing: '' });
  });

  test('shows that a killed run is put right', () => {
    const view = rolloutView(emptyRolloutView, { code: 'rollout-recovered', number: 7, summary: 'x' }, now);
    expect(view).toMatchObject({ title: 'put #7 right', startedAt: now });
  });

  test('keeps the counts of the prober while a look brings none', () => {
    const seen = rolloutView(started, { code: 'observed', observed: observed(), totals }, now);
    expect(rolloutView(seen, { code: 'observed', observed: observed() }, now).totals).toBe(totals);
  });

  test.each<readonly [RolloutEvent, string]>([
    [{ code: 'action-started', action, summary: 'start r2 with 3 instances' }, 'start r2 with 3 instances'],
    [{ code: 'waiting', reason: 'r2 to be healthy again' }, 'waiting: r2 to be healthy again'],
    [{ code: 'retrying', message: 'Throttling' }, 'again: Throttling'],
    [{ code: 'turned-back', because: { kind: 'killed' }, reason: 'r' }, 'turning back: r'],
    [{ code: 'rollout-ended', number: 2, end: { at: '', kind: 'rolled-back' } }, 'rolled-back'],
  ])('says what goes on: %o', (event, doing) => {
    expect(rolloutView(started, event, later)).toEqual({ ...started, doing });
  });

  test.each<RolloutEvent>([
    { code: 'lock-taken-over', from: 'me@here', why: 'x' },
    { code: 'action-finished', action, summary: 'x', ms: 1 },
    { code: 'weights-shifted', weights: [] },
    { code: 'probe-sample', sample: { at: now, ok: true, latencyMs: 1 } },
  ])('does not change with $code', (event) => {
    expect(rolloutView(started, event, later)).toBe(started);
  });
});
