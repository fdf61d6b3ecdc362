import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { minutes, seconds } from '@imago/engine';
import type { Action, Capacity, StrategySettings } from '@imago/engine';
import { drive } from './two-sided/drive.ts';
import type { Course, Event } from './two-sided/drive.ts';
import { World } from './two-sided/world.ts';

const base = {
  minHealthyTime: seconds(3),
  healthyDeadline: seconds(60),
  progressDeadline: minutes(3),
  bakeTime: seconds(3),
  autoRollback: true,
};
const step = fc.oneof(
  fc.integer({ min: 1, max: 100 }).map((weight) => ({ kind: 'set-weight', weight }) as const),
  fc.constantFrom({ kind: 'pause' } as const, { kind: 'pause', duration: seconds(10) } as const),
);
const rising = fc.array(step, { maxLength: 5 }).map((steps) => {
  const weights = steps
    .flatMap((one) => (one.kind === 'set-weight' ? [one.weight] : []))
    .sort((a, b) => b - a);
  return steps.map((one) =>
    one.kind === 'set-weight' ? { ...one, weight: weights.pop() ?? one.weight } : one,
  );
});
const keepPrevious = fc.constantFrom(seconds(0), minutes(30));
const strategies: fc.Arbitrary<StrategySettings> = fc.oneof(
  keepPrevious.map((keep) => ({ ...base, kind: 'blue-green', keepPrevious: keep }) as const),
  fc
    .tuple(keepPrevious, rising, fc.boolean())
    .map(
      ([keep, steps, matchTrafficWeight]) =>
        ({ ...base, kind: 'canary', keepPrevious: keep, steps, matchTrafficWeight }) as const,
    ),
);
const sizes: fc.Arbitrary<Capacity> = fc
  .integer({ min: 1, max: 6 })
  .map((desired) => ({ min: 1, desired, max: 10 }));
const at = fc.record({
  acts: fc.integer({ min: 0, max: 8 }),
  seconds: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 90 })),
});
const kill = fc.record({
  at: fc.record({ acts: fc.integer({ min: 1, max: 8 }), seconds: fc.constantFrom(0, 0, 1, 4) }),
  kind: fc.constant('kill'),
  done: fc.boolean(),
  how: fc.constantFrom('resume', 'recover'),
});
const other = fc.oneof(
  fc.record({ at, kind: fc.constantFrom('abort', 'interrupt', 'pause') }),
  fc.record({ at, kind: fc.constant('grow'), by: fc.integer({ min: 1, max: 3 }) }),
);
const events: fc.Arbitrary<readonly Event[]> = fc
  .tuple(fc.array(kill, { maxLength: 2 }), fc.array(other, { maxLength: 2 }))
  .map(([kills, others]) => [...kills, ...others]);
const ages = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 20 });
const courses: fc.Arbitrary<Course> = fc
  .record({
    strategy: strategies,
    capacity: sizes,
    ages,
    events,
    badFrom: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined, freq: 1 }),
  })
  .map(({ badFrom, ...rest }) => (badFrom === undefined ? rest : { ...rest, badFrom }));
const luck = fc.array(fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined, freq: 20 }), {
  minLength: 1,
  maxLength: 6,
});

/** Follows a course; `judge` speaks at every action. */
const follow = (
  course: Course,
  boot: readonly (number | undefined)[],
  judge: (action: Action, world: World) => void = () => undefined,
): { readonly world: World; readonly end: ReturnType<typeof drive> } => {
  const world = new World({ boot }, course.capacity);
  return { world, end: drive(world, course, judge) };
};

const runs = { numRuns: 400 };

describe('a rollout between two sides, whatever happens', () => {
  test('gives the new side no traffic before it has instances for its share', () => {
    fc.assert(
      fc.property(courses, luck, (course, boot) => {
        follow(course, boot, (action, world) => {
          if (action.kind !== 'set-weights') return;
          const weight = action.weights.find(({ release }) => release === 'r2')?.weight ?? 0;
          if (weight === 0) return;
          const { strategy, ages: old } = course;
          const partial = strategy.kind === 'canary' && strategy.matchTrafficWeight;
          // The live side as it was at the oldest look that may have been decided upon.
          const desired = world.look(Math.max(...old)).sides[0]?.group?.capacity.desired ?? 0;
          expect(world.healthy('r2')).toBeGreaterThanOrEqual(
            Math.max(1, partial ? Math.ceil((desired * weight) / 100) : desired),
          );
        });
      }),
      runs,
    );
  });

  test('takes nothing from a side that has traffic', () => {
    fc.assert(
      fc.property(courses, luck, (course, boot) => {
        follow(course, boot, (action, world) => {
          if (action.kind !== 'remove-side' && action.kind !== 'set-capacity') return;
          const shrinks =
            action.kind === 'remove-side' ||
            action.capacity.desired < (world.groups.get(action.release)?.capacity.desired ?? 0);
          expect(shrinks && world.weight(action.release) > 0, JSON.stringify(action)).toBe(false);
        });
      }),
      runs,
    );
  });

  test('always has something healthy that answers users', () => {
    fc.assert(
      fc.property(courses, luck, (course, boot) => {
        const answers = (_action: Action, world: World): void => {
          const dead = [...world.weights].filter(([side, weight]) => weight > 0 && world.healthy(side) === 0);
          expect(dead).toStrictEqual([]);
        };
        answers({ kind: 'prepare-environment' }, follow(course, boot, answers).world);
      }),
      runs,
    );
  });

  test('ends on one side, with nothing left over', () => {
    fc.assert(
      fc.property(courses, luck, (course, boot) => {
        const { world, end } = follow(course, boot);
        expect(end.end.kind).toBe('done');
        expect(world.testTraffic).toStrictEqual([]);
        if (end.back) {
          expect([...world.groups.keys()]).toStrictEqual(['r1']);
          expect(world.weight('r1')).toBe(100);
          expect(world.groups.get('r1')?.retireAt).toBe(undefined);
          return;
        }
        expect([world.weight('r1'), world.weight('r2')]).toStrictEqual([0, 100]);
        const { strategy } = course;
        const keep = strategy.kind === 'rolling' ? 0 : strategy.keepPrevious.milliseconds;
        expect(world.groups.get('r1')?.retireAt === undefined).toBe(keep === 0);
        expect(world.groups.has('r1')).toBe(keep > 0);
      }),
      runs,
    );
  });

  test('deploys a release that works when nobody disturbs it', () => {
    fc.assert(
      fc.property(courses, fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1 }), (course, boot) => {
        const { strategy, capacity, ages: old, events: all } = course;
        const undisturbed = all.filter(({ kind }) => kind === 'grow' || kind === 'pause');
        const { world, end } = follow({ strategy, capacity, ages: old, events: undisturbed }, boot);
        expect(end.back).toBe(false);
        expect(world.weight('r2')).toBe(100);
      }),
      runs,
    );
  });
});
