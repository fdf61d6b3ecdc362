import { describe, expect, test } from 'vitest';
import { minutes, seconds } from '@imago/engine';
import type { Check } from '@imago/engine';
import { rolling } from '../../../src/strategies/rolling.ts';
import { ago, now } from '../build.ts';
import {
  a,
  b,
  c,
  cases,
  d,
  e,
  f,
  fresh,
  g,
  gate,
  group,
  h,
  instance,
  old,
  resized,
  rolled,
  seen,
  surge,
  told,
  four,
} from './build.ts';
import type { Row } from './build.ts';
import { rollingSettings } from './play-rollout.ts';

const ended = (shrink = false) => ({ at: ago(30), shrink, uncertain: false });
const settings = rollingSettings;
const sampling = { interval: seconds(1), count: 1, failureLimit: 0, timeout: seconds(5) };
const { preparedAt: _, template: __, actedAt: ___, ...untouched } = rolled([...old, ...fresh]);
const forward: readonly Row[] = [
  ['lets new instances come before old ones go', group(old), {}, 'size 2/5/6'],
  [
    'raises the maximum where there is no room for them',
    group(old, { capacity: { min: 4, desired: 4, max: 4 } }),
    {},
    'size 4/5/5',
  ],
  [
    'ends old ones first where none may be too many',
    group(old),
    { strategy: settings({ maxHealthyPercentage: 100, minHealthyPercentage: 50, batch: { count: 3 } }) },
    'end a b',
  ],
  [
    'adds one where none may be too many and none too few',
    group(old),
    { strategy: settings({ maxHealthyPercentage: 100 }) },
    'size 2/5/6',
  ],
  ['waits for the group to launch what was added', group(old, { capacity: surge }), { resized }, 'wait'],
  [
    'waits for new instances to be healthy',
    group([...old, instance('e', 'r2', { health: 'initial' })], { capacity: surge }),
    { resized },
    'wait',
  ],
  [
    'waits for new instances to be healthy for minHealthyTime',
    group([...old, e], { capacity: surge }),
    { resized, healthySinceOf: { e: ago(2) } },
    'wait',
  ],
  [
    'waits for new instances to be warm',
    group([...old, e], { capacity: surge }),
    { resized, strategy: settings({ instanceWarmup: minutes(1) }) },
    'wait',
  ],
  ['ends an old one for each that is ready', group([...old, e], { capacity: surge }), { resized }, 'end a'],
  [
    'ends the oldest first',
    group([a, instance('b', 'r1', { launchedAt: ago(7200) }), c, d, e], { capacity: surge }),
    { resized },
    'end b',
  ],
  [
    'keeps for last those of the fullest zone, for which nothing comes: nothing is left to balance',
    group([a, instance('b', 'r1', { zone: 'b' }), instance('c', 'r1', { zone: 'b' }), d, e, f], {
      capacity: { ...surge, desired: 6 },
    }),
    {
      resized: { ...resized, capacity: { ...surge, desired: 6 } },
      strategy: settings({ batch: { count: 2 }, maxHealthyPercentage: 150 }),
    },
    'end b c',
  ],
  [
    'lowers the minimum before it ends what is one too many',
    group([a, e, f, g, h], { capacity: { min: 5, desired: 5, max: 6 } }),
    { resized: { ...resized, capacity: { min: 5, desired: 5, max: 6 }, uncertain: true } },
    'size 2/5/6',
  ],
  [
    'ends none in standby that is protected as well',
    group([
      instance('a', 'r1', { lifecycleState: 'Standby', health: 'absent', protected: true }),
      e,
      f,
      g,
      h,
    ]),
    {
      strategy: settings({ standbyInstances: 'terminate', scaleInProtectedInstances: 'wait' }),
      resized: { ...resized, capacity: four },
    },
    'wait',
  ],
  [
    'finishes a zone before the next',
    group([instance('a', 'r1', { zone: 'b' }), b, c, d, e, f, g], { capacity: { ...surge, desired: 7 } }),
    {
      resized: { ...resized, capacity: { ...surge, desired: 7 } },
      strategy: settings({ zoneByZone: true, batch: { count: 3 }, maxHealthyPercentage: 200 }),
    },
    'end b, shrink c d',
  ],
  [
    'ends first what carries nothing',
    group([a, b, c, instance('d', 'r1', { health: 'unhealthy' }), e], { capacity: surge }),
    { resized },
    'end d',
  ],
  [
    'counts on no instance that it has ended, though a look still shows it healthy',
    group([...old, e], { capacity: surge }),
    { resized, ended: { a: { ...ended(), at: ago(1) } }, actedAt: ago(1) },
    'wait',
  ],
  [
    'ends an instance again that was not, long after',
    group([...old, e], { capacity: surge }),
    { resized, ended: { a: ended() } },
    'end a',
  ],
  [
    'leaves enough where the group is about to end some by itself',
    group([b, c, d, e, f, g], { capacity: surge }),
    { resized, strategy: settings({ batch: { count: 3 } }) },
    'end b',
  ],
  [
    'makes the group smaller with the last ones',
    group([d, ...fresh], { capacity: surge }),
    { resized, ended: { a: ended(), b: ended(), c: ended() } },
    'shrink d',
  ],
  [
    'does not build on a size that may be from before',
    group([d, ...fresh], { capacity: { ...surge, desired: 4 } }),
    { resized, actedAt: ago(1) },
    'wait',
  ],
  ['keeps instances that run the release already', group(fresh, { capacity: four }), {}, 'set-suspended'],
  [
    'replaces them in a rollback where it is told to',
    group(fresh.map((one) => ({ ...one, launchedAt: ago(3600) }))),
    { kind: 'rollback', strategy: settings({ skipMatching: false }) },
    'size 2/5/6',
  ],
  [
    'leaves protected instances alone where they are ignored',
    group([instance('a', 'r1', { protected: true }), f, g, h]),
    {},
    'set-suspended',
  ],
  [
    'waits for protection to be lifted',
    group([instance('a', 'r1', { protected: true }), f, g, h]),
    { strategy: settings({ scaleInProtectedInstances: 'wait' }) },
    'wait',
  ],
  [
    'replaces protected instances where it is told to',
    group([instance('a', 'r1', { protected: true }), e, f, g, h], { capacity: surge }),
    { resized, strategy: settings({ scaleInProtectedInstances: 'refresh' }) },
    'shrink a',
  ],
  [
    'leaves standby instances alone',
    group([...fresh, instance('a', 'r1', { lifecycleState: 'Standby' })]),
    {},
    'set-suspended',
  ],
  [
    'ends standby instances where it is told to, and needs none for them',
    group([...fresh, instance('a', 'r1', { lifecycleState: 'Standby' })]),
    { strategy: settings({ standbyInstances: 'terminate' }) },
    'end a',
  ],
  [
    'asks gates about a batch before old ones go for it',
    group([...old, e], { capacity: surge }),
    { resized, checks: [gate] },
    'hold',
  ],
  [
    'goes on when the gates of the batch have passed',
    group([...old, e], { capacity: surge }),
    { resized, checks: [gate], checkEnds: { 'batch-1/look': { result: 'passed', detail: '' } } },
    'end a',
  ],
  [
    'asks them again about the next batch',
    group([b, c, d, e, f], { capacity: surge }),
    {
      resized,
      ended: { a: ended() },
      checks: [gate],
      checkEnds: { 'batch-1/look': { result: 'passed', detail: '' } },
    },
    'hold',
  ],
  [
    'notes a checkpoint, and goes on later',
    group([...old, e], { capacity: surge }),
    { resized, strategy: settings({ checkpoints: [25] }) },
    'note',
  ],
  [
    'waits at a checkpoint',
    group([...old, e], { capacity: surge }),
    {
      resized,
      strategy: settings({ checkpoints: [25], checkpointDelay: minutes(1) }),
      stepsDone: 1,
      lastStepAt: ago(20),
    },
    'wait',
  ],
  [
    'passes no gate of a checkpoint that fails, also when it is promoted fully',
    group([...old, e], { capacity: surge }),
    {
      resized,
      strategy: settings({ checkpoints: [25] }),
      stepsDone: 1,
      lastStepAt: ago(20),
      told: { paused: false, promoted: true, promotedFully: true, overrides: {} },
      checks: [{ ...gate, kind: 'command', on: 'here', run: 'probe', at: 'step', sampling }],
      checkEnds: { 'step-0/look': { result: 'failed', detail: 'no' } },
    },
    'turn-back check-failed',
  ],
  [
    'replaces no more than the next checkpoint says',
    group(old),
    { strategy: settings({ checkpoints: [25], batch: { count: 3 }, maxHealthyPercentage: 200 }) },
    'size 2/5/6',
  ],
  [
    'turns back when a new instance is not healthy in its time',
    group([...old, instance('e', 'r2', { health: 'unhealthy', launchedAt: ago(130) })], { capacity: surge }),
    { resized, actedAt: ago(140) },
    'turn-back not-healthy',
  ],
  [
    'turns back when the group replaces what is not healthy again and again',
    group([...old, instance('x', 'r2', { health: 'initial', launchedAt: ago(5) })], { capacity: surge }),
    { resized, progressAt: ago(121) },
    'turn-back not-healthy',
  ],
  [
    'gives an instance its time again that was healthy a moment ago',
    group([...old, instance('e', 'r2', { health: 'unhealthy', launchedAt: ago(600) })], { capacity: surge }),
    { resized, actedAt: ago(500), seenHealthyOf: { e: ago(3) } },
    'wait',
  ],
  [
    'turns back when requests fail with new instances in service',
    group([...old, e], { capacity: surge }),
    { resized, probed: true, traffic: { requests: 50, failures: 3 } },
    'turn-back traffic-failed',
  ],
  [
    'does not blame new instances for what failed before they came',
    group([...old, e], { capacity: surge }),
    {
      resized,
      probed: true,
      traffic: { requests: 50, failures: 30 },
      trafficBefore: { requests: 20, failures: 12 },
    },
    'end a',
  ],
  [
    'turns back when requests fail twice as often as before',
    group([...old, e], { capacity: surge }),
    {
      resized,
      probed: true,
      traffic: { requests: 50, failures: 14 },
      trafficBefore: { requests: 20, failures: 2 },
    },
    'turn-back traffic-failed',
  ],
  [
    'waits until requests have succeeded again',
    group([...old, e], { capacity: surge }),
    { resized, probed: true, traffic: { requests: 500, failures: 1, okSince: ago(1) } },
    'wait',
  ],
  [
    'turns back when it is interrupted in the middle',
    group([...old, e], { capacity: surge }),
    { resized, interrupted: true },
    'turn-back interrupted',
  ],
  [
    'turns back what a killed run left in the middle',
    group([...old, e], { capacity: surge }),
    { resized, recovering: true },
    'turn-back killed',
  ],
  [
    'goes through with the tidying when it is interrupted',
    group(fresh),
    { interrupted: true },
    'set-suspended',
  ],
  [
    'goes on with what a killed run left when all were replaced',
    group(fresh),
    { recovering: true, healthySinceOf: { e: now, f: now, g: now, h: now } },
    'wait',
  ],
  ['lets it bake', group(fresh), { strategy: settings({ bakeTime: minutes(2) }) }, 'wait'],
  [
    'leaves suspended what was suspended before',
    group(fresh),
    {
      before: [
        { release: 'r1', launches: 'r1', capacity: four, suspendedProcesses: ['AZRebalance'], weight: 100 },
      ],
    },
    'done',
    ['r2'],
  ],
  [
    'keeps the templates of both releases, and removes older ones',
    group(fresh, { suspendedProcesses: [] }),
    { from: 'r5', to: 'r2' },
    'remove-side',
    ['r2', 'r4', 'r5'],
  ],
  [
    'turns nothing back once older ones are ordered to go',
    group([e, f, instance('g', 'r2', { health: 'unhealthy' })], { suspendedProcesses: [] }),
    {
      ordered: { testTraffic: [], retiringSince: ago(200) },
      probed: true,
      traffic: { requests: 100, failures: 50, lastFailure: 'status 503' },
    },
    'done',
  ],
  [
    'takes a raised maximum back at the end',
    group(fresh, { capacity: { min: 2, desired: 4, max: 7 }, suspendedProcesses: [] }),
    {
      resized: { ...resized, capacity: { min: 2, desired: 7, max: 7 } },
      ended: { a: ended(true), b: ended(true), c: ended(true) },
    },
    'size 2/4/6',
  ],
];

describe('rolling', () => {
  test.each(cases(forward, ['r2']))('%s', (_rule, observed, given, expected) => {
    expect(told(rolling(observed, given, now))).toBe(expected);
  });

  test('turns the template in the live group, and keeps Auto Scaling from balancing zones meanwhile', () => {
    const decision = rolling(
      seen(group(old, { launches: 'r1', suspendedProcesses: ['AlarmNotification'] })),
      untouched,
      now,
    );
    expect(decision).toStrictEqual({
      kind: 'act',
      actions: [
        { kind: 'prepare-environment' },
        { kind: 'prepare-template', release: 'r2' },
        { kind: 'set-suspended', release: 'r1', processes: ['AlarmNotification', 'AZRebalance'] },
        { kind: 'set-template', release: 'r1', template: 'r2' },
      ],
    });
  });

  test('runs the hook before scale-up before anything else', () => {
    const hook: Check = {
      kind: 'hook',
      name: 'tell',
      at: 'before-scale-up',
      action: { kind: 'command', run: 'true' },
      timeout: seconds(5),
      onFailure: 'turn-back',
    };
    const decision = rolling(seen(group(old, { launches: 'r1' })), { ...untouched, checks: [hook] }, now);
    expect(told(decision)).toBe('wait');
  });

  test('removes a template also while the group that launched it is being deleted', () => {
    const done = seen(group(fresh, { suspendedProcesses: [] }));
    const leaving = { release: 'r7', group: group([], { launches: 'r6', deleting: true }) } as const;
    const template = { release: 'r6', launchTemplateId: 'lt-r6' } as const;
    const observed = { ...done, sides: [...done.sides, template, leaving] };
    expect(rolling(observed, rolled(fresh), now)).toStrictEqual({
      kind: 'act',
      actions: [{ kind: 'remove-side', release: 'r6' }],
    });
  });

  test('stops where the live group is gone', () => {
    expect(told(rolling(seen(group(old, { deleting: true })), rolled([...old, ...fresh]), now))).toBe('stop');
  });
});
