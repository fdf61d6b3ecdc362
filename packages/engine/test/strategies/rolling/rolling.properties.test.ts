import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seconds } from '@imago/engine';
import { GroupModel } from './group-model.ts';
import { mostAdded, playRollout, rollingSettings, wantedSizes } from './play-rollout.ts';

const runs = 100;
const sizes = fc
  .record({ desired: fc.integer({ min: 1, max: 12 }), below: fc.nat(12), above: fc.nat(4) })
  .map(({ desired, below, above }) => ({ min: Math.max(0, desired - below), desired, max: desired + above }));

const strategies = fc
  .record({
    batch: fc.oneof(
      fc.integer({ min: 1, max: 5 }).map((count) => ({ count })),
      fc.integer({ min: 1, max: 100 }).map((percent) => ({ percent })),
    ),
    minHealthyPercentage: fc.integer({ min: 0, max: 100 }),
    maxHealthyPercentage: fc.integer({ min: 100, max: 200 }),
    instanceWarmup: fc.integer({ min: 0, max: 10 }).map(seconds),
    minHealthyTime: fc.integer({ min: 0, max: 8 }).map(seconds),
    zoneByZone: fc.boolean(),
    checkpoints: fc.constantFrom([], [10], [50, 100], [1, 30, 60]),
    checkpointDelay: fc.constantFrom(seconds(0), seconds(7)),
  })
  .map(rollingSettings);

const ages = fc.oneof(
  fc.constant([0]),
  fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 3, maxLength: 11 }),
);
const boot = fc.integer({ min: 0, max: 25 });
const deaths = fc.option(fc.record({ act: fc.integer({ min: 1, max: 12 }), performed: fc.boolean() }), {
  nil: undefined,
});
const good = (bootSeconds: number): { bootSeconds: number; healthy: boolean } => ({
  bootSeconds,
  healthy: true,
});
const onlyDefined = <T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  JSON.parse(JSON.stringify(value)) as { [K in keyof T]: Exclude<T[K], undefined> };

describe('rolling, in any group and under any percentages', () => {
  test('replaces every instance, never goes below the floor, and leaves sizes and processes as before', () => {
    fc.assert(
      fc.property(
        sizes,
        strategies,
        ages,
        boot,
        deaths,
        (capacity, strategy, lookAges, bootSeconds, dies) => {
          const group = new GroupModel(capacity, { r1: good(1), r2: good(bootSeconds) });
          const played = playRollout(group, strategy, onlyDefined({ ages: lookAges, dies }));
          expect(played).toMatchObject({ end: 'done', turnedBack: false, broken: [] });
          expect(group.alive.map(({ release }) => release)).toStrictEqual(Array(capacity.desired).fill('r2'));
          expect(group.capacity).toStrictEqual(capacity);
          expect(group.suspended).toStrictEqual([]);
        },
      ),
      { numRuns: runs },
    );
  }, 60_000);

  test('leaves nothing to be balanced between zones', () => {
    fc.assert(
      fc.property(sizes, strategies, boot, (capacity, strategy, bootSeconds) => {
        const group = new GroupModel(capacity, { r1: good(1), r2: good(bootSeconds) });
        playRollout(group, { ...strategy, zoneByZone: false });
        expect(Math.max(...group.zones) - Math.min(...group.zones)).toBeLessThan(2);
      }),
      { numRuns: runs },
    );
  }, 60_000);

  test('goes back when new instances are never healthy, and leaves nothing changed', () => {
    fc.assert(
      fc.property(sizes, strategies, ages, deaths, (capacity, strategy, lookAges, dies) => {
        const group = new GroupModel(capacity, { r1: good(5), r2: { bootSeconds: 1, healthy: false } });
        const played = playRollout(group, strategy, onlyDefined({ ages: lookAges, dies }));
        expect(played).toMatchObject({ end: 'done', turnedBack: true, broken: [] });
        expect(group.alive.map(({ release }) => release)).toStrictEqual(Array(capacity.desired).fill('r1'));
        expect(group.capacity).toStrictEqual(capacity);
        expect([...group.templates, ...group.suspended, group.launches]).toStrictEqual(['r1']);
      }),
      { numRuns: runs },
    );
  }, 60_000);

  test('goes back from wherever it is interrupted', () => {
    fc.assert(
      fc.property(
        sizes,
        strategies,
        ages,
        boot,
        fc.nat(120),
        deaths,
        (capacity, strategy, lookAges, bootSeconds, at, dies) => {
          const group = new GroupModel(capacity, { r1: good(3), r2: good(bootSeconds) });
          const played = playRollout(
            group,
            strategy,
            onlyDefined({ ages: lookAges, interruptedAt: at, dies }),
          );
          const release = played.turnedBack ? 'r1' : 'r2';
          expect(played).toMatchObject({ end: 'done', broken: [] });
          expect(group.alive.map((instance) => instance.release)).toStrictEqual(
            Array(capacity.desired).fill(release),
          );
          expect(group.capacity).toStrictEqual(capacity);
          expect(group.suspended).toStrictEqual([]);
        },
      ),
      { numRuns: runs },
    );
  }, 60_000);

  test('keeps what its users scale to in the middle', () => {
    const events = fc.array(
      fc.record({ at: fc.integer({ min: 1, max: 60 }), by: fc.integer({ min: -2, max: 3 }) }),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(sizes, strategies, boot, events, (capacity, strategy, bootSeconds, scaling) => {
        const group = new GroupModel(capacity, { r1: good(1), r2: good(bootSeconds) });
        const played = playRollout(group, strategy, { scaling });
        expect(played).toMatchObject({ end: 'done', turnedBack: false, broken: [] });
        const { min, max } = capacity;
        const { desired } = group.capacity;
        expect(group.capacity).toStrictEqual({ min, max, desired });
        const [least, most] = wantedSizes(capacity, group.changes);
        // Each change leaves as much as was added by then, and no more than the maximum.
        const left = group.changes.filter((by) => by !== 0).length * mostAdded(max, strategy);
        expect([desired >= least, desired <= Math.min(max, most + left)]).toStrictEqual([true, true]);
        expect(new Set(group.alive.map(({ release }) => release))).toStrictEqual(
          new Set(desired > 0 ? ['r2'] : []),
        );
      }),
      { numRuns: runs },
    );
  }, 60_000);

  test('brings sizes that the config has changed, and puts them back with everything else', () => {
    const verdicts = fc.boolean();
    fc.assert(
      fc.property(
        sizes,
        sizes,
        strategies,
        ages,
        boot,
        verdicts,
        (capacity, changed, strategy, lookAges, bootSeconds, works) => {
          const group = new GroupModel(capacity, { r1: good(3), r2: { bootSeconds, healthy: works } });
          const played = playRollout(group, strategy, { ages: lookAges, capacity: changed });
          expect(played).toMatchObject({ end: 'done', turnedBack: !works });
          expect(group.capacity).toStrictEqual(works ? changed : capacity);
          expect(new Set(group.alive.map(({ release }) => release))).toStrictEqual(
            new Set([works ? 'r2' : 'r1']),
          );
          expect(group.suspended).toStrictEqual([]);
        },
      ),
      { numRuns: runs },
    );
  }, 60_000);

  test('comes to an end whatever comes together, and leaves one release, its limits and no process suspended', () => {
    const events = fc.array(
      fc.record({ at: fc.integer({ min: 1, max: 60 }), by: fc.integer({ min: -2, max: 3 }) }),
      { maxLength: 2 },
    );
    const whatever = fc.record({
      ages,
      dies: deaths,
      scaling: events,
      interruptedAt: fc.integer({ min: 1, max: 300 }),
    });
    fc.assert(
      fc.property(
        sizes,
        strategies,
        boot,
        fc.boolean(),
        whatever,
        (capacity, strategy, bootSeconds, works, fortune) => {
          const group = new GroupModel(capacity, { r1: good(4), r2: { bootSeconds, healthy: works } });
          const played = playRollout(group, strategy, onlyDefined(fortune));
          const { min, max } = group.capacity;
          expect({ ...played, min, max }).toMatchObject({
            end: 'done',
            min: capacity.min,
            max: capacity.max,
          });
          const left = new Set(group.alive.map(({ release }) => release));
          expect(left.has(played.turnedBack ? 'r2' : 'r1')).toBe(false);
          expect(group.suspended).toStrictEqual([]);
        },
      ),
      { numRuns: runs },
    );
  }, 60_000);
});
