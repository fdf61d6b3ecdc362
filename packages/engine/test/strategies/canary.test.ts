import { describe, expect, test } from 'vitest';
import { minutes } from '@imago/engine';
import type { CanarySettings, Observed } from '@imago/engine';
import { canary } from '../../src/strategies/canary.ts';
import type { Rollout } from '../../src/strategies/rollout.ts';
import { ago, environment, now, rollout, side, sizes } from './build.ts';
import { before, ended, gate, healthyFor, hook, shifted, shown, withTest } from './two-sided/scenes.ts';
import { tell } from './two-sided/tell.ts';

type Row = readonly [rule: string, observed: Observed, rollout: Rollout, expected: string];

const strategy: CanarySettings = {
  ...rollout().strategy,
  kind: 'canary',
  keepPrevious: minutes(30),
  matchTrafficWeight: false,
  steps: [
    { kind: 'set-weight', weight: 10 },
    { kind: 'pause', duration: minutes(5) },
    { kind: 'gate', gate: gate('errors', 'step') },
    { kind: 'set-weight', weight: 40 },
    { kind: 'pause' },
  ],
};
const { told } = rollout();

/** So many steps done, with the weight that is given to the new side then. */
const at = (stepsDone: number, weight: number, changes: Partial<Rollout> = {}): Rollout =>
  shown({
    strategy,
    stepsDone,
    lastStepAt: ago(60),
    shiftedAt: ago(61),
    ordered: { share: { weight, at: ago(61) }, testTraffic: ['r2'] },
    traffic: { requests: 50, failures: 0, okSince: ago(60) },
    ...changes,
  });
const split = (weight: number, health?: Parameters<typeof side>[1]): Observed =>
  withTest(environment(side('r1', { weight: 100 - weight }), side('r2', { weight, ...health })), 'r2');
const healthy = (count: number): readonly 'healthy'[] => Array.from({ length: count }, () => 'healthy');

const rows: readonly Row[] = [
  [
    'shows the new side before the first step',
    before(),
    shown({ strategy, testTraffic: {} }),
    'wait for test requests to r2 to succeed',
  ],
  [
    'asks the gates before the first step',
    before(),
    shown({ strategy, checks: [gate('smoke', 'before-shift')] }),
    'wait for smoke to pass: before-shift/smoke',
  ],
  ['gives the new side the weight of the step', before(), shown({ strategy }), 'weights r1=90 r2=10'],
  [
    'takes its part from each of two sides that a stopped rollout has left with traffic',
    withTest(
      environment(side('r0', { weight: 34 }), side('r1', { weight: 66 }), side('r2', { weight: 0 })),
      'r2',
    ),
    shown({ strategy }),
    'weights r0=31 r1=59 r2=10',
  ],
  [
    'passes the step when that is seen',
    withTest(
      environment(side('r0', { weight: 31 }), side('r1', { weight: 59 }), side('r2', { weight: 10 })),
      'r2',
    ),
    at(0, 10),
    'step 0',
  ],
  ['gives it again until it is seen', before(), at(0, 10), 'weights r1=90 r2=10'],
  ['passes the step when the weight is seen', split(10), at(0, 10), 'step 0'],
  [
    'asks the gates of a step',
    split(10),
    at(0, 10, { checks: [gate('probe', 'step')] }),
    'wait for probe to pass: step-0/probe',
  ],
  [
    'passes the step when its gates have passed',
    split(10),
    at(0, 10, { checks: [gate('probe', 'step')], ...ended('step-0/probe') }),
    'step 0',
  ],
  [
    'does not ask again before the first step what has passed',
    split(10),
    at(0, 10, { checks: [hook('before-shift')] }),
    'step 0',
  ],
  ['pauses for its time', split(10), at(1, 10), 'wait on purpose for pause of 5m 0s, step 2 of its canary'],
  ['passes a pause when its time is over', split(10), at(1, 10, { lastStepAt: ago(300) }), 'step 1'],
  ['is promoted out of a pause', split(10), at(1, 10, { told: { ...told, promoted: true } }), 'step 1'],
  ['asks the gate that is a step', split(10), at(2, 10), 'wait for errors to pass: step-2/errors'],
  [
    'turns back when the gate of a step fails',
    split(10),
    at(2, 10, ended('step-2/errors', 'failed')),
    'turn back: check-failed',
  ],
  ['raises the weight', split(10), at(3, 10), 'weights r1=60 r2=40'],
  ['waits for a person where a pause has no time', split(40), at(4, 40), 'hold step'],
  ['goes on when the person says so', split(40), at(4, 40, { told: { ...told, promoted: true } }), 'step 4'],
  ['gives the new side all traffic after the last step', split(40), at(5, 40), 'weights r1=0 r2=100'],
  ['counts the last weight as a step of its own', split(100), at(5, 100), 'step 5'],
  [
    'settles as blue/green does when all steps are done',
    split(100),
    at(6, 100, { checks: [hook('after-shift')] }),
    'wait for do to pass: after-shift/do',
  ],
  [
    'skips what is left when it is promoted fully',
    split(10),
    at(1, 10, { told: { ...told, promoted: true, promotedFully: true } }),
    'weights r1=0 r2=100',
  ],
  [
    'has all steps behind it then',
    split(100),
    at(1, 100, { told: { ...told, promotedFully: true } }),
    'step 5',
  ],
  [
    'asks the gates of a step once more then',
    split(100),
    at(1, 100, { told: { ...told, promotedFully: true }, checks: [gate('probe', 'step')] }),
    'wait for probe to pass: step-5/probe',
  ],
  [
    'does not pass one that fails',
    split(100),
    at(1, 100, {
      told: { ...told, promotedFully: true },
      checks: [gate('probe', 'step')],
      ...ended('step-5/probe', 'failed'),
    }),
    'turn back: check-failed',
  ],
  [
    'turns back at once when requests fail at any weight',
    split(10),
    at(1, 10, { traffic: { requests: 9, failures: 3 } }),
    'turn back: traffic-failed',
  ],
  [
    'does not blame the new side for an old one that failed before',
    split(10),
    at(1, 10, {
      traffic: { requests: 9, failures: 3 },
      trafficBefore: { requests: 9, failures: 2 },
      lastStepAt: ago(300),
    }),
    'step 1',
  ],
  [
    'turns back when test requests fail beside such an old side',
    split(10),
    at(1, 10, {
      traffic: { requests: 9, failures: 3 },
      trafficBefore: { requests: 9, failures: 2 },
      testTraffic: { r2: { requests: 9, failures: 3, p50Ms: 1, p99Ms: 2 } },
    }),
    'turn back: traffic-failed',
  ],
  [
    'has the new side show itself again before a weight that a killed run may not have given it',
    before(),
    at(0, 10, {
      ordered: { share: { weight: 10, at: ago(61), uncertain: true }, testTraffic: ['r2'] },
      testTraffic: {},
    }),
    'wait for test requests to r2 to succeed',
  ],
  [
    'turns back when it is interrupted between steps',
    split(40),
    at(4, 40, { interrupted: true }),
    'turn back: interrupted',
  ],
  [
    'turns back what a killed run left between steps',
    split(40),
    at(4, 40, { recovering: true }),
    'turn back: killed',
  ],
  [
    'goes on when it is interrupted with all traffic moved',
    split(100),
    at(5, 100, { interrupted: true }),
    'step 5',
  ],
  [
    'orders the last weight again where a killed run may not have',
    split(40),
    at(5, 100, { recovering: true }),
    'weights r1=0 r2=100',
  ],
  [
    'waits for health that is lost between steps',
    split(10, { health: ['healthy', 'healthy', 'unhealthy'] }),
    at(1, 10),
    'wait for 2 of 3 instances of r2 healthy',
  ],
  [
    'makes nothing anew between steps',
    withTest(environment(side('r1', { weight: 90 })), 'r2'),
    at(1, 10),
    'wait for all of r2 to be seen',
  ],
  [
    'grows with the live side between steps',
    withTest(
      environment(side('r1', { weight: 90, capacity: { ...sizes, desired: 5 } }), side('r2', { weight: 10 })),
      'r2',
    ),
    at(1, 10),
    'capacity r2=5',
  ],
  [
    'takes no size for growth that may be from before the rollout began',
    withTest(
      environment(side('r1', { weight: 90, capacity: { ...sizes, desired: 5 } }), side('r2', { weight: 10 })),
      'r2',
    ),
    at(1, 10, { startedAt: ago(5), lastStepAt: ago(1) }),
    'wait on purpose for pause of 5m 0s, step 2 of its canary',
  ],
  [
    'takes no steps in a rollback',
    withTest(before()),
    shown({ strategy, kind: 'rollback' }),
    'test-traffic r2',
  ],
];

describe('canary', () => {
  test.each(rows)('%s', (_rule, observed, given, expected) => {
    expect(tell(canary(observed, given, now))).toBe(expected);
  });
});

describe('a canary as large as its share', () => {
  const matched: CanarySettings = { ...strategy, matchTrafficWeight: true };
  const ten = { min: 4, desired: 10, max: 20 };
  const big = (changes: Rollout): Rollout => ({
    ...changes,
    strategy: matched,
    capacity: ten,
    before: [{ release: 'r1', launches: 'r1', capacity: ten, suspendedProcesses: [], weight: 100 }],
    healthySinceOf: healthyFor(60, 'r2', 10),
  });
  const seen = (weight: number, count: number, desired = 10): Observed =>
    withTest(
      environment(
        side('r1', { weight: 100 - weight, health: healthy(desired), capacity: { ...ten, desired } }),
        side('r2', {
          weight,
          health: healthy(count),
          capacity: { min: Math.min(4, count), desired: count, max: 20 },
        }),
      ),
      'r2',
    );
  const { preparedAt: _, ...fresh } = shown();
  const larger: readonly Row[] = [
    [
      'starts with what its first weight needs, rounded up',
      seen(0, 0),
      big({ ...fresh, strategy: matched }),
      'prepare-environment, prepare-side r2=1',
    ],
    [
      'keeps that size for as long as the weight stays',
      seen(10, 1),
      big(at(1, 10)),
      'wait on purpose for pause of 5m 0s, step 2 of its canary',
    ],
    ['is made larger before its weight grows', seen(10, 1), big(at(3, 10)), 'capacity r2=4'],
    [
      'does not get the weight before the larger size is healthy',
      withTest(
        environment(
          side('r1', { weight: 90, health: healthy(10), capacity: ten }),
          side('r2', { weight: 10, health: healthy(3), capacity: { min: 4, desired: 4, max: 20 } }),
        ),
        'r2',
      ),
      big(at(3, 10)),
      'wait for 3 of 4 instances of r2 healthy',
    ],
    ['gets the weight when it is', seen(10, 4), big(at(3, 10)), 'weights r1=60 r2=40'],
    ['is made whole before it gets all traffic', seen(40, 4), big(at(5, 40)), 'capacity r2=10'],
    [
      'is made whole when it is promoted fully',
      seen(10, 1),
      big(at(1, 10, { told: { ...told, promotedFully: true } })),
      'capacity r2=10',
    ],
    ['has its share of what the live side has grown', seen(40, 4, 16), big(at(4, 40)), 'capacity r2=7'],
  ];
  test.each(larger)('%s', (_rule, observed, given, expected) => {
    expect(tell(canary(observed, given, now))).toBe(expected);
  });
});

describe('a canary without steps', () => {
  test('is a blue/green', () => {
    const bare: CanarySettings = { ...strategy, steps: [] };
    expect(tell(canary(before(), shown({ strategy: bare }), now))).toBe('weights r1=0 r2=100');
    expect(tell(canary(split(100), shifted({ strategy: bare }), now))).toBe('step 0');
  });

  test('that sets 100 itself takes what follows as steps too', () => {
    const steps = [{ kind: 'set-weight', weight: 100 }, { kind: 'pause' }] as const;
    const given = shifted({ strategy: { ...strategy, steps }, stepsDone: 1 });
    expect(tell(canary(split(100), given, now))).toBe('hold step');
  });
});
