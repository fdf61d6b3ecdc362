import { describe, expect, test } from 'vitest';
import { minutes } from '@imago/engine';
import type { Observed } from '@imago/engine';
import { blueGreen } from '../../src/strategies/blue-green.ts';
import type { Rollout } from '../../src/strategies/rollout.ts';
import { ago, environment, now, rollout, side, sizes } from './build.ts';
import {
  afterwards,
  approval,
  before,
  compare,
  ended,
  gate,
  goodTest,
  healthyFor,
  hook,
  shifted,
  shown,
  withTest,
} from './two-sided/scenes.ts';
import { tell } from './two-sided/tell.ts';

type Row = readonly [rule: string, observed: Observed, rollout: Rollout, expected: string];

const live = side('r1', { weight: 100 });
const { preparedAt: _, ...fresh } = rollout();
const long = { strategy: { ...rollout().strategy, bakeTime: minutes(10) } } as const;
const grown = side('r1', { weight: 100, capacity: { ...sizes, desired: 5 } });
const grownIdle = side('r1', { weight: 0, capacity: { ...sizes, desired: 5 } });
const dead = side('r1', { weight: 0, health: ['unhealthy', 'unhealthy', 'unhealthy'] });
const retiring = { share: { weight: 100, at: ago(20) }, testTraffic: [], retiringSince: ago(10) } as const;

const bringingUp: readonly Row[] = [
  [
    'runs hooks before anything is made',
    environment(live),
    { ...fresh, checks: [hook('before-scale-up')] },
    'wait for do to pass: before-scale-up/do',
  ],
  ['orders the new side first', environment(live), fresh, 'prepare-environment, prepare-side r2=3'],
  [
    'orders the new side as large as the live one has become',
    environment(grown),
    fresh,
    'prepare-environment, prepare-side r2=5',
  ],
  [
    'orders again what a look does not show, and does not shrink it',
    environment(live, { ...side('r2', { capacity: { ...sizes, desired: 4 } }) }),
    rollout(),
    'prepare-environment, prepare-side r2=4',
  ],
  [
    'keeps a side that is due to go before it is used again',
    environment(live, side('r2', { weight: 0, retireAt: ago(-600) })),
    fresh,
    'prepare-environment, cancel-retirement r2, prepare-side r2=3',
  ],
  [
    'waits for an earlier group of that name to be gone',
    environment(live, side('r2', { deleting: true })),
    rollout(),
    'wait for the earlier group of r2 to be gone',
  ],
  [
    'waits while instances are not healthy',
    environment(live, side('r2', { weight: 0, health: ['healthy', 'initial', 'healthy'] })),
    rollout(),
    'wait for 2 of 3 instances of r2 healthy',
  ],
  [
    'waits until each is healthy for minHealthyTime',
    environment(live, side('r2', { weight: 0 })),
    rollout({ healthySinceOf: { ...healthyFor(60), 'i-r2-1': ago(9) } }),
    'wait on purpose for r2 to stay healthy for 10s',
  ],
  [
    'gives up an instance that is not healthy within its deadline',
    environment(live, side('r2', { weight: 0, health: ['healthy', 'healthy', 'unhealthy'] })),
    rollout({ preparedAt: ago(300), balancerActiveSince: ago(300) }),
    'turn back: not-healthy',
  ],
  [
    'gives an instance that was healthy its time again',
    environment(live, side('r2', { weight: 0, health: ['healthy', 'healthy', 'unhealthy'] })),
    rollout({
      preparedAt: ago(300),
      balancerActiveSince: ago(300),
      seenHealthyOf: { 'i-r2-2': ago(5) },
      progressAt: ago(299),
    }),
    'wait for 2 of 3 instances of r2 healthy',
  ],
  [
    'gives up instances that do not come',
    environment(live, side('r2', { weight: 0, health: ['healthy', 'healthy'] })),
    rollout({ preparedAt: ago(400), balancerActiveSince: ago(400), progressAt: ago(300) }),
    'turn back: not-healthy',
  ],
  ['follows the live group when it has grown', before(grown), shown(), 'capacity r2=5'],
  [
    'does not make it smaller because an old look does not show the growth',
    before(),
    shown({
      resized: {
        at: ago(5),
        capacity: { ...sizes, desired: 5 },
        atRest: sizes,
        back: false,
        uncertain: false,
      },
    }),
    'capacity r2=5',
  ],
  [
    'waits for a load balancer that is not active yet',
    { ...before(), loadBalancer: { arn: 'a', dnsName: 'b', state: 'provisioning' } },
    shown(),
    'wait for the load balancer to be active',
  ],
  [
    'gives up a load balancer that has failed',
    { ...before(), loadBalancer: { arn: 'a', dnsName: 'b', state: 'failed' } },
    shown(),
    'turn back: refused',
  ],
];

const showing: readonly Row[] = [
  [
    'runs hooks when the new side is healthy',
    before(),
    shown({ checks: [hook('after-scale-up')] }),
    'wait for do to pass: after-scale-up/do',
  ],
  [
    'runs hooks before test traffic',
    before(),
    shown({ checks: [hook('before-test-traffic')], ordered: { testTraffic: [] } }),
    'wait for do to pass: before-test-traffic/do',
  ],
  [
    'opens test traffic to the new side',
    withTest(before()),
    shown({ ordered: { testTraffic: [] } }),
    'test-traffic r2',
  ],
  [
    'opens it to both where a gate compares them',
    withTest(before()),
    shown({ checks: [compare('end')], ordered: { testTraffic: [] } }),
    'test-traffic r1 r2',
  ],
  ['opens it again until it is seen', withTest(before()), shown(), 'test-traffic r2'],
  [
    'waits for test requests to succeed',
    before(),
    shown({ testTraffic: {} }),
    'wait for test requests to r2 to succeed',
  ],
  [
    'waits for ten answers',
    before(),
    shown({ testTraffic: { r2: { ...goodTest, requests: 9, okSince: ago(0.9) } } }),
    'wait for test requests to r2 to succeed',
  ],
  [
    'is content with a second of answers where requests are few',
    before(),
    shown({ testTraffic: { r2: { ...goodTest, requests: 1 } } }),
    'weights r1=0 r2=100',
  ],
  [
    'gives up when three test requests fail',
    before(),
    shown({ testTraffic: { r2: { ...goodTest, failures: 3 } } }),
    'turn back: traffic-failed',
  ],
  [
    'runs hooks after test traffic',
    before(),
    shown({ checks: [hook('after-test-traffic')] }),
    'wait for do to pass: after-test-traffic/do',
  ],
  [
    'has no test traffic without a prober',
    withTest(before()),
    shown({ probed: false, ordered: { testTraffic: [] }, checks: [hook('before-test-traffic')] }),
    'weights r1=0 r2=100',
  ],
  [
    'asks the gates before the shift',
    before(),
    shown({ checks: [gate('smoke', 'before-shift'), gate('late', 'end'), hook('before-shift')] }),
    'wait for smoke to pass: before-shift/smoke',
  ],
  [
    'turns back when a gate has failed',
    before(),
    shown({ checks: [gate('smoke', 'before-shift')], ...ended('before-shift/smoke', 'failed') }),
    'turn back: check-failed',
  ],
  [
    'asks a person when all else has passed',
    before(),
    shown({ checks: [approval('before-shift')] }),
    'hold approval',
  ],
  [
    'runs hooks when the gates have passed',
    before(),
    shown({
      checks: [gate('smoke', 'before-shift'), hook('before-shift')],
      ...ended('before-shift/smoke'),
    }),
    'wait for do to pass: before-shift/do',
  ],
  [
    'goes on after a hook that may fail',
    before(),
    shown({ checks: [hook('before-shift', 'ignore')], ...ended('before-shift/do', 'failed') }),
    'weights r1=0 r2=100',
  ],
  ['shifts when all of it is done', before(), shown(), 'weights r1=0 r2=100'],
  [
    'turns back when it is interrupted before the shift',
    before(),
    shown({ interrupted: true }),
    'turn back: interrupted',
  ],
  [
    'turns back what a killed run had not shifted',
    before(),
    shown({ recovering: true }),
    'turn back: killed',
  ],
];

/** The shift was written down last, by a process that died: so many seconds ago another took over. */
const doubtful = (length: number, changes: Partial<Rollout> = {}): Rollout =>
  shifted({
    actedAt: ago(length),
    ordered: { share: { weight: 100, at: ago(500), uncertain: true }, testTraffic: ['r2'] },
    ...changes,
  });

const settling: readonly Row[] = [
  [
    'waits until it is certain whether a process that died had shifted',
    before(),
    doubtful(5),
    'wait for what the run before has done to be seen',
  ],
  [
    'has a side show itself again where it had not',
    before(),
    doubtful(6, { testTraffic: {} }),
    'wait for test requests to r2 to succeed',
  ],
  [
    'has instances stay healthy again where it had not',
    before(),
    doubtful(6, { healthySinceOf: healthyFor(1) }),
    'wait on purpose for r2 to stay healthy for 10s',
  ],
  [
    'goes back from there when nobody resumed it',
    before(),
    doubtful(6, { recovering: true }),
    'turn back: killed',
  ],
  [
    'goes on where it had',
    afterwards(),
    doubtful(6, { checks: [hook('after-shift')] }),
    'wait for do to pass: after-shift/do',
  ],
  ['orders the shift again while it is not seen', before(), shifted(), 'weights r1=0 r2=100'],
  [
    'does not order it again to a side that has lost its health',
    before(live, side('r2', { weight: 0, health: ['healthy', 'initial', 'healthy'] })),
    shifted(),
    'wait for 2 of 3 instances of r2 healthy',
  ],
  [
    'makes nothing anew that a look leaves out',
    environment(side('r1', { weight: 0 })),
    shifted(),
    'wait for 0 of 3 instances of r2 healthy',
  ],
  ['carries the growth of the old side until it counts', afterwards(grownIdle), shifted(), 'capacity r2=5'],
  [
    'runs hooks after the shift',
    afterwards(),
    shifted({ checks: [hook('after-shift')] }),
    'wait for do to pass: after-shift/do',
  ],
  [
    'does not count before sampled requests agree',
    afterwards(),
    shifted({ traffic: { requests: 0, failures: 0 } }),
    'wait for sampled requests to succeed',
  ],
  [
    'waits for the bake time and asks the gates meanwhile',
    afterwards(),
    shifted({ ...long, checks: [gate('late', 'end')] }),
    'wait on purpose for r2 to go well for 10m 0s: end/late',
  ],
  [
    'waits for gates that take longer',
    afterwards(),
    shifted({ checks: [gate('late', 'end')] }),
    'wait for late to pass: end/late',
  ],
  [
    'asks a person at the end only',
    afterwards(),
    shifted({ ...long, checks: [approval('end')] }),
    'wait on purpose for r2 to go well for 10m 0s',
  ],
  [
    'asks a person when the bake time is over',
    afterwards(),
    shifted({ checks: [approval('end')] }),
    'hold approval',
  ],
  [
    'turns back at once when a gate fails in the bake time',
    afterwards(),
    shifted({ ...long, checks: [gate('late', 'end')], ...ended('end/late', 'failed') }),
    'turn back: check-failed',
  ],
  [
    'turns back when sampled requests fail',
    afterwards(),
    shifted({ traffic: { requests: 4, failures: 3, lastFailure: 'status 503' } }),
    'turn back: traffic-failed',
  ],
  [
    'turns back when test requests fail',
    afterwards(),
    shifted({ testTraffic: { r2: { ...goodTest, failures: 3 } } }),
    'turn back: traffic-failed',
  ],
  [
    'turns back when nothing is healthy and a request has failed',
    afterwards(side('r1', { weight: 0 }), side('r2', { weight: 100, health: [] })),
    shifted({ traffic: { requests: 4, failures: 1 } }),
    'turn back: not-healthy',
  ],
  [
    'does not believe a look that leaves instances out while every request succeeds',
    afterwards(side('r1', { weight: 0 }), side('r2', { weight: 100, health: [] })),
    shifted(),
    'wait for 0 of 3 instances of r2 healthy',
  ],
  [
    'does not believe it without a prober while it may be from before the shift',
    afterwards(side('r1', { weight: 0 }), side('r2', { weight: 100, health: [] })),
    shifted({ probed: false, shiftedAt: ago(5) }),
    'wait for 0 of 3 instances of r2 healthy',
  ],
  [
    'has no reason to go back to a side that has nothing either',
    afterwards(dead, side('r2', { weight: 100, health: [] })),
    shifted({ probed: false }),
    'wait for 0 of 3 instances of r2 healthy',
  ],
  [
    'turns back when requests do not agree for the deadline',
    afterwards(),
    shifted({ shiftedAt: ago(303), traffic: { requests: 2, failures: 2 } }),
    'turn back: traffic-failed',
  ],
  [
    'goes on when it is interrupted after the shift',
    withTest(afterwards()),
    shifted({ interrupted: true, ordered: { ...shifted().ordered, testTraffic: [] } }),
    'schedule-retirement r1',
  ],
  [
    'goes on with what a killed run had shifted',
    withTest(afterwards()),
    shifted({ recovering: true, ordered: { ...shifted().ordered, testTraffic: [] } }),
    'schedule-retirement r1',
  ],
];

const ending: readonly Row[] = [
  ['ends test traffic', afterwards(), shifted(), 'test-traffic none'],
  [
    'ends test traffic that is only known to be ordered',
    withTest(afterwards()),
    shifted(),
    'test-traffic none',
  ],
  [
    'runs hooks before the old side is retired',
    withTest(afterwards()),
    shifted({ checks: [hook('before-retire')], ordered: { ...shifted().ordered, testTraffic: [] } }),
    'wait for do to pass: before-retire/do',
  ],
  [
    'does not go back once the old side is ordered to go',
    withTest(afterwards(side('r1', { weight: 0, retireAt: ago(-600) }))),
    shifted({ ordered: retiring, traffic: { requests: 9, failures: 9 } }),
    'done',
  ],
  [
    'runs hooks at the end, and does not go back when they fail',
    withTest(afterwards(side('r1', { weight: 0, retireAt: ago(-600) }))),
    shifted({ checks: [hook('after-retire')], ordered: retiring }),
    'wait for do to pass: after-retire/do',
  ],
  [
    'is done after a hook that failed at the end',
    withTest(afterwards(side('r1', { weight: 0, retireAt: ago(-600) }))),
    shifted({ checks: [hook('after-retire')], ordered: retiring, ...ended('after-retire/do', 'failed') }),
    'done',
  ],
];

describe('blue/green brings up the new side:', () => {
  test.each(bringingUp)('%s', (_rule, observed, given, expected) => {
    expect(tell(blueGreen(observed, given, now))).toBe(expected);
  });

  test('names how many instances were healthy', () => {
    const sick = environment(live, side('r2', { weight: 0, health: ['healthy', 'unhealthy', 'unhealthy'] }));
    const late = rollout({ preparedAt: ago(300), balancerActiveSince: ago(300) });
    expect(blueGreen(sick, late, now)).toStrictEqual({
      kind: 'turn-back',
      because: { kind: 'not-healthy', healthy: 1, wanted: 3, after: '5m 0s' },
    });
  });

  test('suspends what is suspended on the live side, and nothing else', () => {
    const paused = environment({
      ...live,
      group: { ...live.group!, suspendedProcesses: ['AZRebalance'] },
    });
    const decision = blueGreen(paused, fresh, now);
    expect(decision.kind === 'act' && decision.actions).toContainEqual(
      expect.objectContaining({ kind: 'prepare-side', suspendedProcesses: ['AZRebalance'] }),
    );
  });
});

describe('blue/green has the new side show itself:', () => {
  test.each(showing)('%s', (_rule, observed, given, expected) => {
    expect(tell(blueGreen(observed, given, now))).toBe(expected);
  });
});

describe('blue/green after the shift:', () => {
  test.each(settling)('%s', (_rule, observed, given, expected) => {
    expect(tell(blueGreen(observed, given, now))).toBe(expected);
  });
});

describe('blue/green at the end:', () => {
  test.each(ending)('%s', (_rule, observed, given, expected) => {
    expect(tell(blueGreen(observed, given, now))).toBe(expected);
  });
});

describe('a rollback between two sides', () => {
  const was = (desired: number): Partial<Rollout> => ({
    kind: 'rollback',
    before: [
      { release: 'r1', launches: 'r1', capacity: sizes, suspendedProcesses: [], weight: 100 },
      { release: 'r2', launches: 'r2', capacity: { ...sizes, desired }, suspendedProcesses: [], weight: 0 },
    ],
    healthySinceOf: healthyFor(0),
    ordered: { testTraffic: [] },
  });

  test('shifts at once to a side that stood all the time, and asks no gate', () => {
    const revert = shown({ ...was(3), checks: [gate('smoke', 'before-shift')] });
    expect(tell(blueGreen(withTest(before()), revert, now))).toBe('weights r1=0 r2=100');
  });

  test('runs hooks', () => {
    const revert = shown({ ...was(3), checks: [hook('before-shift')] });
    expect(tell(blueGreen(withTest(before()), revert, now))).toBe('wait for do to pass: before-shift/do');
  });

  test('does not trust at once a side that had gone to zero', () => {
    expect(tell(blueGreen(withTest(before()), shown(was(0)), now))).toBe(
      'wait on purpose for r2 to stay healthy for 10s',
    );
  });

  test('does not make a side smaller that has grown', () => {
    const { preparedAt: _later, ...revert } = shown(was(3));
    const large = side('r2', { weight: 0, capacity: { min: 2, desired: 7, max: 12 } });
    expect(tell(blueGreen(withTest(before(live, large)), revert, now))).toBe(
      'prepare-environment, prepare-side r2=7',
    );
  });
});

describe('the first side of an environment', () => {
  const { from: _from, fromSide: _fromSide, shiftedAt: _shiftedAt, ...alone } = shifted();
  const first = (changes: Partial<Rollout> = {}): Rollout => ({
    ...alone,
    before: [],
    environmentExisted: false,
    ordered: { testTraffic: [] },
    ...changes,
  });
  const standing = environment(side('r2', { weight: 100 }));
  const rows: readonly Row[] = [
    [
      'asks the gates before the shift',
      standing,
      first({ checks: [gate('smoke', 'before-shift')] }),
      'wait for smoke to pass: before-shift/smoke',
    ],
    [
      'asks the gates of the end',
      standing,
      first({ checks: [gate('late', 'end')] }),
      'wait for late to pass: end/late',
    ],
    ['is done with no shift and no test traffic', standing, first(), 'done'],
    ['is undone when it is interrupted', standing, first({ interrupted: true }), 'turn back: interrupted'],
    ['is kept when a killed run left it healthy', standing, first({ recovering: true }), 'done'],
    [
      'is undone when a killed run left it unfinished',
      environment(),
      first({ recovering: true }),
      'turn back: killed',
    ],
    [
      'does not give up where no request was sent, because this machine slept',
      standing,
      first({ healthySince: ago(303), traffic: { requests: 0, failures: 0 } }),
      'wait for sampled requests to succeed',
    ],
    [
      'gives up when no request succeeds',
      standing,
      first({ healthySince: ago(303), traffic: { requests: 2, failures: 2 } }),
      'turn back: traffic-failed',
    ],
  ];
  test.each(rows)('%s', (_rule, observed, given, expected) => {
    expect(tell(blueGreen(observed, given, now))).toBe(expected);
  });
});
