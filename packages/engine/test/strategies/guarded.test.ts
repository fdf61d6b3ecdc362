import { describe, expect, test } from 'vitest';
import type { Decision } from '../../src/strategies/decision.ts';
import { guarded } from '../../src/strategies/guarded.ts';
import type { Rollout } from '../../src/strategies/rollout.ts';
import { ago, now, rollout, side } from './build.ts';
import { before, ended, gate, hook, probe } from './two-sided/scenes.ts';
import { tell } from './two-sided/tell.ts';

const wait: Decision = { kind: 'wait', reason: 'it' };
const meant: Decision = { ...wait, meant: true };
const act: Decision = { kind: 'act', actions: [{ kind: 'prepare-environment' }] };
const failed: Decision = {
  kind: 'turn-back',
  because: { kind: 'check-failed', check: 'smoke', detail: 'no' },
};
const { told, strategy } = rollout();
const aborted = { told: { ...told, aborted: { by: 'ada' } } };
const paused = { told: { ...told, paused: true } };
const still = { progressAt: ago(600) };
const byHand = { strategy: { ...strategy, autoRollback: false } };
const always = { checks: [gate('errors', 'always')] };
const errorsFailed = { checkStates: { 'always/errors': { state: 'failed', detail: '5 %' } } } as const;
const retiring = { ordered: { testTraffic: [], retiringSince: ago(1) } };
const { preparedAt: _, ...unprepared } = rollout();

type Row = readonly [rule: string, decision: Decision, rollout: Rollout, expected: string];

const rows: readonly Row[] = [
  ['goes back when it is aborted', act, rollout(aborted), 'turn back: aborted'],
  [
    'goes back only once',
    act,
    rollout({ ...aborted, turnedBack: { kind: 'killed' } }),
    'prepare-environment',
  ],
  [
    'does not go back once the old side is ordered to go',
    wait,
    rollout({ ...aborted, ...retiring }),
    'wait for it',
  ],
  ['does nothing more when it is paused', act, rollout(paused), 'hold paused'],
  ['goes on waiting when it is paused', wait, rollout(paused), 'wait for it'],
  ['goes back when it is paused and fails', failed, rollout(paused), 'turn back: check-failed'],
  ['gives up when nothing moves on', wait, rollout(still), 'turn back: no-progress'],
  ['waits as long as it is meant to', meant, rollout(still), 'wait on purpose for it'],
  [
    'does not give up on the way back',
    wait,
    rollout({ ...still, turnedBack: { kind: 'killed' } }),
    'wait for it',
  ],
  ['does not give up while the old side is retired', wait, rollout({ ...still, ...retiring }), 'wait for it'],
  ['asks a person where it may not go back by itself', failed, rollout(byHand), 'hold failed'],
  [
    'asks a person what becomes of it when nothing moves on',
    wait,
    rollout({ ...still, ...byHand }),
    'hold failed',
  ],
  [
    'is undone without asking when it was aborted',
    act,
    rollout({ ...aborted, ...byHand }),
    'turn back: aborted',
  ],
  [
    'is undone without asking when it was interrupted',
    { kind: 'turn-back', because: { kind: 'interrupted' } },
    rollout(byHand),
    'turn back: interrupted',
  ],
  ['carries on gates that always hold', wait, rollout(always), 'wait for it: always/errors'],
  ['does so in pauses too', meant, rollout(always), 'wait on purpose for it: always/errors'],
  ['asks them from the first instance on', wait, { ...unprepared, ...always }, 'wait for it'],
  ['does not ask them in a rollback', wait, rollout({ ...always, kind: 'rollback' }), 'wait for it'],
  ['writes down that one has failed', act, rollout({ ...always, ...errorsFailed }), 'always/errors failed'],
  [
    'goes back when one has failed',
    act,
    rollout({ ...always, ...ended('always/errors', 'failed') }),
    'turn back: check-failed',
  ],
  [
    'lets one pass that is overridden',
    act,
    rollout({ ...always, ...errorsFailed, told: { ...told, overrides: { errors: 'known' } } }),
    'always/errors overridden',
  ],
  [
    'goes on after that',
    act,
    rollout({
      ...always,
      ...ended('always/errors', 'overridden'),
      told: { ...told, overrides: { errors: 'known' } },
    }),
    'prepare-environment',
  ],
  [
    'goes on after one that failed and is overridden since',
    wait,
    rollout({
      ...always,
      ...ended('always/errors', 'failed'),
      told: { ...told, overrides: { errors: 'known' } },
    }),
    'wait for it',
  ],
  [
    'carries on a hook that has begun, whatever else is waited for',
    wait,
    rollout({
      checks: [hook('after-scale-up')],
      checkStates: { 'after-scale-up/do': { state: 'running', detail: '' } },
    }),
    'wait for it: after-scale-up/do',
  ],
  ['begins none', wait, rollout({ checks: [hook('after-scale-up')] }), 'wait for it'],
];

describe('every strategy', () => {
  test.each(rows)('%s', (_rule, decision, given, expected) => {
    expect(tell(guarded(() => decision, before(), given, now))).toBe(expected);
  });

  test('sends no probes before a new instance can answer', () => {
    const given = rollout({ checks: [gate('errors', 'always'), probe('always')] });
    const coming = before(undefined, side('r2', { weight: 0, health: [] }));
    expect(tell(guarded(() => wait, coming, given, now))).toBe('wait for it: always/errors');
    expect(tell(guarded(() => wait, before(), given, now))).toBe('wait for it: always/errors always/port');
  });
});
