import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seconds } from '@imago/engine';
import type { Observed, TargetState } from '@imago/engine';
import { blueGreen } from '../../src/strategies/blue-green.ts';
import type { Decision } from '../../src/strategies/decision.ts';
import type { Rollout } from '../../src/strategies/rollout.ts';
import { ago, environment, now, rollout, side, sizes } from './build.ts';

const live = side('r1', { weight: 100 });
const shifted = (changes: Partial<Rollout> = {}): Rollout =>
  rollout({ healthySince: ago(30), shiftedAt: ago(10), ...changes });
const { preparedAt: _, ...fresh } = rollout();

/** A decision in a word or two: what tables compare. */
const told = (decision: Decision): string =>
  decision.kind === 'act'
    ? decision.actions.map(({ kind }) => kind).join(' ')
    : decision.kind === 'turn-back'
      ? `turn-back ${decision.because.kind}`
      : decision.kind;

const rules: readonly (readonly [rule: string, observed: Observed, rollout: Rollout, expected: string])[] = [
  ['orders the new side first', environment(live), fresh, 'prepare-environment prepare-side'],
  [
    'keeps a side that is due to go before it is used again',
    environment(side('r1', { weight: 100 }), side('r2', { weight: 0, retireAt: ago(-600) })),
    fresh,
    'prepare-environment cancel-retirement prepare-side',
  ],
  [
    'waits while instances are not healthy',
    environment(live, side('r2', { weight: 0, health: ['healthy', 'initial', 'healthy'] })),
    rollout(),
    'wait',
  ],
  [
    'waits until all are healthy for minHealthyTime',
    environment(live, side('r2', { weight: 0 })),
    rollout({ healthySince: ago(9) }),
    'wait',
  ],
  [
    'shifts when all are healthy for minHealthyTime',
    environment(live, side('r2', { weight: 0 })),
    rollout({ healthySince: ago(10) }),
    'set-weights',
  ],
  [
    'gives up a side that is not healthy within the deadline',
    environment(live, side('r2', { weight: 0, health: ['unhealthy'] })),
    rollout({ preparedAt: ago(300), balancerActiveSince: ago(300) }),
    'turn-back not-healthy',
  ],
  [
    'follows the live group when it has grown',
    environment(side('r1', { weight: 100, capacity: { ...sizes, desired: 5 } }), side('r2', { weight: 0 })),
    rollout({ healthySince: ago(60) }),
    'set-capacity',
  ],
  [
    'turns back when it is interrupted before the shift',
    environment(live, side('r2', { weight: 0 })),
    rollout({ interrupted: true }),
    'turn-back interrupted',
  ],
  [
    'turns back what a killed run had not shifted',
    environment(live, side('r2', { weight: 0 })),
    rollout({ recovering: true, healthySince: ago(60) }),
    'turn-back killed',
  ],
  [
    'goes on with what a killed run had shifted',
    environment(side('r1', { weight: 0 }), side('r2', { weight: 100 })),
    shifted({ recovering: true, traffic: { requests: 9, failures: 0, okSince: ago(5) } }),
    'schedule-retirement',
  ],
  [
    'goes on when it is interrupted after the shift',
    environment(side('r1', { weight: 0 }), side('r2', { weight: 100 })),
    shifted({ interrupted: true, traffic: { requests: 9, failures: 0, okSince: ago(5) } }),
    'schedule-retirement',
  ],
  [
    'does not count a shift before sampled requests agree',
    environment(side('r1', { weight: 0 }), side('r2', { weight: 100 })),
    shifted(),
    'wait',
  ],
  [
    'turns back when sampled requests fail after the shift',
    environment(side('r1', { weight: 0 }), side('r2', { weight: 100 })),
    shifted({ traffic: { requests: 4, failures: 3, lastFailure: 'status 503' } }),
    'turn-back traffic-failed',
  ],
  [
    'does not go back to a side that has nothing healthy',
    environment(side('r1', { weight: 0, health: ['unhealthy'] }), side('r2', { weight: 100 })),
    shifted({ traffic: { requests: 4, failures: 4 } }),
    'stop',
  ],
  [
    'drains the old side at once where nothing is kept',
    environment(side('r1', { weight: 0 }), side('r2', { weight: 100 })),
    shifted({
      strategy: { ...rollout().strategy, keepPrevious: seconds(0) },
      traffic: { requests: 9, failures: 0, okSince: ago(5) },
    }),
    'set-capacity',
  ],
  [
    'removes older sides, and is done when the old one is due to go',
    environment(side('r1', { weight: 0, retireAt: ago(-600) }), side('r2', { weight: 100 })),
    shifted({ traffic: { requests: 9, failures: 0, okSince: ago(5) } }),
    'done',
  ],
];

describe('blue/green', () => {
  test.each(rules)('%s', (_rule, observed, given, expected) => {
    expect(told(blueGreen(observed, given, now))).toBe(expected);
  });

  test('reverts without waiting when the earlier side still stands healthy', () => {
    const before = [
      { release: 'r1', launches: 'r1', capacity: sizes, suspendedProcesses: [], weight: 100 },
      { release: 'r2', launches: 'r2', capacity: sizes, suspendedProcesses: [], weight: 0 },
    ] as const;
    const revert = rollout({ kind: 'rollback', before, healthySince: now });
    expect(told(blueGreen(environment(live, side('r2', { weight: 0 })), revert, now))).toBe('set-weights');
  });

  test('does not trust an earlier side at once that had gone to zero', () => {
    const none = { min: 0, desired: 0, max: 0 };
    const before = [
      { release: 'r1', launches: 'r1', capacity: sizes, suspendedProcesses: [], weight: 100 },
      { release: 'r2', launches: 'r2', capacity: none, suspendedProcesses: [], weight: 0 },
    ] as const;
    const revert = rollout({ kind: 'rollback', before, healthySince: now });
    expect(told(blueGreen(environment(live, side('r2', { weight: 0 })), revert, now))).toBe('wait');
  });
});

const health = fc.constantFrom<TargetState>(
  'initial',
  'healthy',
  'unhealthy',
  'draining',
  'unused',
  'absent',
);
const anySide = (release: 'r1' | 'r2'): fc.Arbitrary<ReturnType<typeof side>> =>
  fc
    .record({
      health: fc.array(health, { maxLength: 5 }),
      weight: fc.constantFrom(0, 100),
      desired: fc.integer({ min: 0, max: 5 }),
    })
    .map(({ health, weight, desired }) =>
      side(release, { health, weight, capacity: { min: 0, desired, max: 10 } }),
    );

describe('blue/green, whatever it sees', () => {
  const looks = fc.record({
    observed: fc.tuple(anySide('r1'), anySide('r2')).map((sides) => environment(...sides)),
    healthySince: fc.option(fc.constantFrom(ago(60), ago(1)), { nil: undefined }),
    interrupted: fc.boolean(),
    recovering: fc.boolean(),
    turnedBack: fc.option(fc.constant({ kind: 'killed' } as const), { nil: undefined }),
    failures: fc.integer({ min: 0, max: 5 }),
  });
  const decided = (look: typeof looks extends fc.Arbitrary<infer Look> ? Look : never): Decision => {
    const { healthySince, interrupted, recovering, turnedBack, failures } = look;
    const traffic = { requests: 5, failures };
    const given = rollout({
      interrupted,
      recovering,
      traffic,
      ...(healthySince === undefined ? {} : { healthySince }),
      ...(turnedBack === undefined ? {} : { turnedBack }),
    });
    return blueGreen(look.observed, given, now);
  };

  test('gives traffic only to a side with a healthy instance', () => {
    fc.assert(
      fc.property(looks, (look) => {
        const decision = decided(look);
        if (decision.kind !== 'act') return;
        for (const action of decision.actions) {
          if (action.kind !== 'set-weights') continue;
          const chosen = action.weights.find(({ weight }) => weight > 0)?.release;
          const instances =
            look.observed.sides.find(({ release }) => release === chosen)?.group?.instances ?? [];
          expect(instances.some(({ health }) => health === 'healthy')).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('never shrinks, retires or removes a side that has traffic', () => {
    fc.assert(
      fc.property(looks, (look) => {
        const decision = decided(look);
        if (decision.kind !== 'act') return;
        for (const action of decision.actions) {
          if (
            action.kind !== 'remove-side' &&
            action.kind !== 'schedule-retirement' &&
            action.kind !== 'set-capacity'
          )
            continue;
          const target = look.observed.sides.find(({ release }) => release === action.release);
          const shrinks =
            action.kind !== 'set-capacity' ||
            action.capacity.desired < (target?.group?.capacity.desired ?? 0);
          expect(shrinks && (target?.weight ?? 0) > 0).toBe(false);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
