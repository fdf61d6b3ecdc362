import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ClusterWorld } from './cluster-world.ts';
import { drive } from './drive-cluster.ts';
import type { Course, Driven } from './drive-cluster.ts';
import { clusterSettings } from './settings.ts';
import type { Luck } from './world-parts.ts';

const runs = 60;

const luck: fc.Arbitrary<Luck> = fc.record({
  boot: fc.record({ r1: fc.integer({ min: 0, max: 20 }) }),
  stop: fc.oneof(fc.integer({ min: 1, max: 15 }), fc.constant(400)),
  detach: fc.integer({ min: 1, max: 20 }),
});
const circumstances = fc.record({
  size: fc.constantFrom(1, 3, 3, 5),
  ages: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 11 }),
  deaths: fc.array(
    fc.record({
      act: fc.integer({ min: 1, max: 12 }),
      performed: fc.boolean(),
      after: fc.constantFrom(0, 1, 4, 40),
    }),
    { maxLength: 3 },
  ),
});

interface Circumstances extends Pick<Course, 'ages' | 'deaths'> {
  readonly size: number;
}

/** Restores so many members, the last ones first. */
function restored(
  { size, ...course }: Circumstances,
  fortune: Luck,
  more: Partial<Course> & { readonly members?: number } = {},
): { readonly world: ClusterWorld; readonly driven: Driven } {
  const { members = size, ...rest } = more;
  const world = new ClusterWorld(size, fortune, 'r1');
  const names = world.members.slice(-members).map(({ name }) => name);
  const snapshots = Object.fromEntries(names.map((name) => [name, { data: `snap-of-${name}` }]));
  const settings = clusterSettings(size);
  const driven = drive(world, { ...course, ...rest, settings, kind: 'restore', snapshots });
  return { world, driven };
}

describe('a restore', () => {
  test('that is aborted or interrupted gives each member the volume that it had', () => {
    fc.assert(
      fc.property(
        circumstances,
        luck,
        fc.integer({ min: 0, max: 80 }),
        fc.constantFrom('abort' as const, 'interrupt' as const),
        (around, fortune, at, kind) => {
          const { world, driven } = restored(around, fortune, { events: [{ at, kind }] });
          expect(world.broken).toStrictEqual([]);
          expect(driven).toMatchObject({ end: 'done', reason: '' });
          expect(world.up).toHaveLength(around.size);
          for (const { name, volume, aside } of world.members) {
            expect(volume.snapshot).toBe(driven.turnedBack ? undefined : `snap-of-${name}`);
            if (!driven.turnedBack) expect(aside).toHaveLength(1);
          }
        },
      ),
      {
        numRuns: runs,
        // A look that was behind showed as pending what ran with its volume.
        examples: [
          [
            { size: 1, ages: [0, 0, 0, 1, 2, 5, 0, 1], deaths: [] },
            { boot: { r1: 0 }, stop: 6, detach: 2 },
            36,
            'abort',
          ],
        ],
      },
    );
  }, 60_000);

  test('of one member leaves the others up', () => {
    fc.assert(
      fc.property(circumstances, luck, (around, fortune) => {
        fc.pre(around.size > 1);
        const { world, driven } = restored(around, fortune, { members: 1 });
        expect(world.broken).toStrictEqual([]);
        expect(driven).toMatchObject({ end: 'done', reason: '' });
        expect(world.members.map(({ volume }) => volume.snapshot)).toStrictEqual([
          ...Array<undefined>(around.size - 1).fill(undefined),
          `snap-of-m-${around.size}`,
        ]);
        const others = world.performed.flatMap((action) =>
          'member' in action && action.member !== `m-${around.size}` ? [action] : [],
        );
        expect(others).toStrictEqual([]);
      }),
      { numRuns: runs },
    );
  }, 60_000);

  test('that is aborted late gives members the time anew to come up on what they had', () => {
    const fortune: Luck = { boot: { r1: 80 }, stop: 15, detach: 20 };
    const events = [{ at: 120, kind: 'abort' }] as const;
    const { world, driven } = restored({ size: 3 }, fortune, { events });
    expect(driven).toMatchObject({ end: 'done', turnedBack: true });
    expect(world.up).toHaveLength(3);
  });

  test('that is aborted and comes up on nothing says that the volumes are back', () => {
    const events = [{ at: 30, kind: 'abort' }] as const;
    const { world, driven } = restored({ size: 3 }, { boot: {}, stop: 2, detach: 2 }, { events });
    expect(driven).toMatchObject({ end: 'stop', reason: expect.stringContaining('`imago heal store`') });
    expect(world.members.map(({ volume }) => volume.snapshot)).toStrictEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('whose volumes AWS does not give back waits for a person', () => {
    const events = [{ at: 30, kind: 'abort' }] as const;
    const fortune: Luck = { boot: { r1: 1 }, stop: 2, detach: 2, deafTo: 'take-back-volumes' };
    expect(restored({ size: 3 }, fortune, { events }).driven).toMatchObject({ end: 'hold' });
  });

  test('of one member takes it from no cluster that cannot spare it', () => {
    const world = new ClusterWorld(3, { boot: { r1: 1 }, stop: 2, detach: 2 }, 'r1');
    world.befall('m-1', 'ends');
    for (let second = 0; second < 10; second += 1) world.advance();
    const snapshots = { 'm-3': { data: 'snap-1' } };
    const driven = drive(world, { settings: clusterSettings(3), kind: 'restore', snapshots });
    expect(driven).toMatchObject({ end: 'stop', reason: expect.stringContaining('besides m-3 to be up') });
    expect(world.performed).toStrictEqual([]);
  });

  test('sets nothing aside that an instance has which nobody sees', () => {
    const world = new ClusterWorld(1, { boot: { r1: 1 }, stop: 2, detach: 2 }, 'r1');
    const [member] = world.members;
    if (member === undefined) throw new Error('nobody there');
    Object.assign(member.volume, { holder: 'i-unseen' });
    member.machines = [];
    const snapshots = { 'm-1': { data: 'snap-1' } };
    const driven = drive(world, { settings: clusterSettings(1), kind: 'restore', snapshots });
    expect(driven.reason).toContain('vol-1 to be let go');
    expect(world.broken).toStrictEqual([]);
  });

  test('on which no member comes up waits for a person, with the volumes from before kept', () => {
    const { world, driven } = restored({ size: 3 }, { boot: {}, stop: 2, detach: 2 });
    expect(driven).toMatchObject({ end: 'hold', reason: expect.stringContaining('was not healthy') });
    expect(world.members.map(({ aside }) => aside.length)).toStrictEqual([1, 1, 1]);
  });
});
