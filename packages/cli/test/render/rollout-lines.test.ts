import type { RolloutEvent } from '@imago/engine';
import { describe, expect, test } from 'vitest';
import { createRolloutLines } from '../../src/render/rollout-lines.ts';
import { instance, observed, side } from './fleet.ts';

const prepare = { kind: 'prepare-environment' } as const;
const at = new Date('2026-11-21T10:00:00Z');
const sample = (changes: object): RolloutEvent => ({
  code: 'probe-sample',
  sample: { at, ok: false, latencyMs: 1, ...changes },
});
const one = instance('i-1');
const initial = instance('i-2', { health: 'initial' });
const pending = instance('i-3', { lifecycleState: 'Pending', health: 'absent' });

const lines: readonly (readonly [string, RolloutEvent, string | undefined])[] = [
  ['a first deploy', { code: 'rollout-started', number: 1, kind: 'deploy', to: 'r1' }, 'deploy #1 to r1'],
  [
    'a rollback',
    { code: 'rollout-started', number: 3, kind: 'rollback', from: 'r2', to: 'r1' },
    'rollback #3 from r2 to r1',
  ],
  ['a destroy', { code: 'rollout-started', number: 4, kind: 'destroy' }, 'destroy #4'],
  ['a recovery', { code: 'rollout-recovered', number: 2, summary: 'left unfinished' }, 'left unfinished'],
  [
    'a lock taken over',
    { code: 'lock-taken-over', from: 'me@here', why: 'its process is gone' },
    'took over the lock of me@here: its process is gone',
  ],
  ['a step that begins', { code: 'action-started', action: prepare, summary: 'prepare' }, undefined],
  [
    'a step that ended',
    { code: 'action-finished', action: prepare, summary: 'prepare', ms: 1500 },
    'prepare (1.5s)',
  ],
  ['a retry', { code: 'retrying', message: 'Throttling' }, 'again: Throttling'],
  ['nothing there', { code: 'observed', observed: observed() }, 'nothing runs yet'],
  [
    'instances coming up',
    {
      code: 'observed',
      observed: observed(side('r1', 100, [one, one, one]), side('r2', 0, [one, initial, pending])),
    },
    'r1 3/3 healthy, r2 1/3 healthy (1 initial, 1 Pending)',
  ],
  ['a wait', { code: 'waiting', reason: 'r2 to be healthy again' }, 'waiting: r2 to be healthy again'],
  [
    'a shift, which its action has told',
    {
      code: 'weights-shifted',
      weights: [
        { release: 'r1', weight: 0 },
        { release: 'r2', weight: 100 },
      ],
    },
    undefined,
  ],
  ['a request that succeeded', sample({ ok: true, status: 200 }), undefined],
  ['a request with a bad status', sample({ status: 503 }), 'request failed: status 503'],
  [
    'a request without an answer',
    sample({ error: 'connection refused' }),
    'request failed: connection refused',
  ],
  [
    'turning back',
    { code: 'turned-back', because: { kind: 'interrupted' }, reason: 'it was interrupted' },
    'turning back: it was interrupted',
  ],
  ['a good end', { code: 'rollout-ended', number: 1, end: { at: '', kind: 'deployed' } }, 'deployed'],
  [
    'a bad end',
    { code: 'rollout-ended', number: 1, end: { at: '', kind: 'stopped', reason: 'r2 lost its health' } },
    'stopped: r2 lost its health',
  ],
  [
    'a test that begins',
    { code: 'test-started', name: 'orders', moment: 'during' },
    'test orders (during) started',
  ],
  [
    'a test that has passed',
    { code: 'test-passed', name: 'orders', moment: 'before', detail: '3 of 3 tests passed', ms: 1200 },
    'test orders (before) passed: 3 of 3 tests passed (1.2s)',
  ],
  [
    'a test that has failed, with what it wrote',
    {
      code: 'test-failed',
      name: 'orders',
      moment: 'after',
      detail: 'the command ended with status 1: two are lost',
      output: ['12 written, 10 read', 'two are lost'],
      ms: 1200,
    },
    'test orders (after) failed: the command ended with status 1: two are lost\n  | 12 written, 10 read\n  | two are lost',
  ],
];

describe('lines of a rollout', () => {
  test.each(lines)('%s', (_what, event, line) => {
    expect(createRolloutLines()(event)).toBe(line);
  });

  test('what does not change is told once, and again when it comes back', () => {
    const say = createRolloutLines();
    const few: RolloutEvent = { code: 'observed', observed: observed(side('r1', 0, [one])) };
    const more: RolloutEvent = { code: 'observed', observed: observed(side('r1', 0, [one, one])) };
    expect([few, few, more, few].map(say)).toEqual([
      'r1 1/3 healthy',
      undefined,
      'r1 2/3 healthy',
      'r1 1/3 healthy',
    ]);
  });

  test('a failure of every request is told once until one succeeds', () => {
    const say = createRolloutLines();
    const bad = sample({ status: 503 });
    const told = 'request failed: status 503';
    expect([bad, bad, sample({ ok: true }), bad].map(say)).toEqual([told, undefined, undefined, told]);
  });
});
