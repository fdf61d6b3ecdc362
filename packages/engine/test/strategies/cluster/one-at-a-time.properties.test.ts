import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seconds } from '@imago/engine';
import type { ClusterAction } from '@imago/engine';
import { neededOf } from '../../../src/strategies/cluster/cluster-task.ts';
import { ClusterWorld } from './cluster-world.ts';
import type { Luck } from './world-parts.ts';
import { drive } from './drive-cluster.ts';
import type { Course, Driven, Event } from './drive-cluster.ts';
import { clusterSettings } from './settings.ts';

const runs = 40;
/** How old what a decision is built on may be: a look, a sample, and the second in which it is acted upon. */
const lately = 10;

const sizes = fc.constantFrom(1, 3, 3, 5, 7);
const luck = (works: boolean): fc.Arbitrary<Luck> =>
  fc.record({
    boot: fc.record({
      r1: fc.integer({ min: 0, max: 20 }),
      r2: works ? fc.integer({ min: 0, max: 30 }) : fc.constant(undefined),
    }),
    stop: fc.oneof(fc.integer({ min: 1, max: 15 }), fc.constant(400)),
    detach: fc.integer({ min: 1, max: 40 }),
  });
const ages = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 11 });
const deaths = fc.array(
  fc.record({
    act: fc.integer({ min: 1, max: 25 }),
    performed: fc.boolean(),
    after: fc.constantFrom(0, 1, 4, 40),
  }),
  { maxLength: 3 },
);
const at = fc.integer({ min: 0, max: 400 });
const member = fc.nat(6);
const losses: fc.Arbitrary<Event> = fc.record({
  at,
  kind: fc.constantFrom('stops', 'ends', 'sickens'),
  member,
});
const leads: fc.Arbitrary<Event> = fc.record({ at, kind: fc.constant('leads'), member });
const words: fc.Arbitrary<Event> = fc.record({ at, kind: fc.constantFrom('abort', 'interrupt') });
const downgrades = fc.constantFrom('allowed', 'refused');
const upgrades = fc.record({
  size: sizes,
  downgrade: downgrades,
  firstMemberBakeTime: fc.constantFrom(seconds(0), seconds(5)),
  ages,
  deaths,
});

interface Upgrade {
  readonly size: number;
  readonly downgrade: 'allowed' | 'refused';
  readonly firstMemberBakeTime: ReturnType<typeof seconds>;
  readonly ages: readonly number[];
  readonly deaths: NonNullable<Course['deaths']>;
}

/** Follows an upgrade from r1 to r2 under the eyes of the rules that hold whatever happens. */
function follow(
  { size, downgrade, firstMemberBakeTime, ages: behind, deaths: dies }: Upgrade,
  fortune: Luck,
  events: readonly Event[],
  kind: 'deploy' | 'heal' = 'deploy',
): { readonly world: ClusterWorld; readonly driven: Driven } {
  const settings = clusterSettings(size, { downgrade }, { firstMemberBakeTime });
  const world = new ClusterWorld(size, fortune, 'r1');
  const judge = (action: ClusterAction): void => {
    if (action.kind !== 'stop-member' && action.kind !== 'terminate-member') return;
    const target = world.members.find(({ name }) => name === action.member);
    const { upSince } = target ?? {};
    if (upSince === undefined || upSince > world.seconds - lately) return;
    const others = [...world.upLately(lately)].filter((name) => name !== action.member);
    // What was lost before was not lost by our hand.
    if (others.length < neededOf(settings) && others.length + 1 >= neededOf(settings)) {
      world.broken.push(`${world.seconds}s: ${action.member} taken, ${others.length} of ${size} left`);
    }
    const leaders = world.leaderLately(lately);
    const goal = world.releaseOf(action.member) === 'r1' ? 'r2' : 'r1';
    const waiting = world.up.filter((name) => name !== action.member && world.releaseOf(name) !== goal);
    if (leaders.size === 1 && leaders.has(action.member) && waiting.length > 0) {
      world.broken.push(`${world.seconds}s: leader ${action.member} taken before ${waiting.join(', ')}`);
    }
  };
  const driven = drive(world, { settings, kind, from: 'r1', ages: behind, deaths: dies, events }, judge);
  return { world, driven };
}

const releases = (world: ClusterWorld): readonly (string | undefined)[] =>
  world.members.map(({ name }) => world.releaseOf(name));

describe('one at a time, whatever happens', () => {
  test('brings every member of a cluster to a release that works, however often its process dies', () => {
    fc.assert(
      fc.property(upgrades, luck(true), fc.array(leads, { maxLength: 3 }), (upgrade, fortune, events) => {
        const { world, driven } = follow(upgrade, fortune, events);
        expect(world.broken).toStrictEqual([]);
        expect(driven).toMatchObject({ end: 'done', turnedBack: false, reason: '' });
        expect(releases(world)).toStrictEqual(Array(upgrade.size).fill('r2'));
        expect(world.up).toHaveLength(upgrade.size);
      }),
      { numRuns: runs },
    );
  }, 60_000);

  test('puts the first member back on a release that does not work, and leaves the others alone', () => {
    fc.assert(
      fc.property(upgrades, luck(false), fc.array(leads, { maxLength: 3 }), (upgrade, fortune, events) => {
        const { world, driven } = follow(upgrade, fortune, events);
        expect(world.broken).toStrictEqual([]);
        expect(driven).toMatchObject({ end: 'done', turnedBack: true });
        expect(releases(world)).toStrictEqual(Array(upgrade.size).fill('r1'));
        expect(world.up).toHaveLength(upgrade.size);
        const touched = world.performed.flatMap((action) =>
          action.kind === 'stop-member' ? [action.member] : [],
        );
        expect(new Set(touched).size).toBe(1);
      }),
      { numRuns: runs },
    );
  }, 60_000);

  test('completes the member in work when a person wants it to end, and no member is missing then', () => {
    fc.assert(
      fc.property(upgrades, luck(true), words, (upgrade, fortune, event) => {
        const { world, driven } = follow(upgrade, fortune, [event]);
        expect(world.broken).toStrictEqual([]);
        expect(['done', 'stop']).toContain(driven.end);
        expect(world.up).toHaveLength(upgrade.size);
        const ended = new Set(releases(world));
        if (driven.end === 'done') expect([...ended]).toStrictEqual([driven.turnedBack ? 'r1' : 'r2']);
        else expect(driven.reason).toContain("downgrade is 'refused'");
        if (upgrade.downgrade === 'allowed') expect(driven.end).toBe('done');
      }),
      { numRuns: runs },
    );
  }, 60_000);

  test('keeps its promises while members are lost, and comes to an end', () => {
    const events = fc.array(fc.oneof(losses, losses, leads, words), { maxLength: 4 });
    fc.assert(
      fc.property(upgrades, fc.boolean().chain(luck), events, (upgrade, fortune, all) => {
        const { world, driven } = follow(upgrade, fortune, all);
        expect(world.broken).toStrictEqual([]);
        expect(['done', 'stop']).toContain(driven.end);
      }),
      { numRuns: runs * 3 },
    );
  }, 120_000);

  test('comes to an end in a cloud that does not do what it is told', () => {
    const deaf = fc.constantFrom(
      'snapshot-members',
      'stop-member',
      'detach-volumes',
      'terminate-member',
      'launch-member',
      'attach-volumes',
      'prepare-template',
    );
    fc.assert(
      fc.property(upgrades, luck(true), deaf, (upgrade, fortune, deafTo) => {
        const { world, driven } = follow(upgrade, { ...fortune, deafTo }, []);
        expect(world.broken).toStrictEqual([]);
        expect(driven.end === 'stop' || driven.turnedBack).toBe(true);
        expect(['done', 'stop']).toContain(driven.end);
      }),
      { numRuns: runs },
    );
  }, 60_000);

  test('heals what it can: after the loss of instances every member is up on what it ran', () => {
    const early = fc.record({
      at: fc.constantFrom(0, 1),
      kind: fc.constantFrom('stops', 'ends', 'sickens'),
      member,
    });
    fc.assert(
      fc.property(upgrades, luck(true), fc.array(early, { maxLength: 5 }), (upgrade, fortune, events) => {
        const world = new ClusterWorld(upgrade.size, fortune, 'r1');
        for (const { kind, member: which } of events) {
          world.befall(`m-${(which % upgrade.size) + 1}`, kind);
        }
        for (let second = 0; second < 10; second += 1) world.advance();
        const sick = world.members.filter(({ machines }) => machines.some((machine) => machine.sick)).length;
        const settings = clusterSettings(upgrade.size);
        const driven = drive(world, { ...upgrade, settings, kind: 'heal', from: 'r1' });
        expect(world.broken).toStrictEqual([]);
        // Where too many run and do not answer, none of them is ours to take.
        if (upgrade.size - sick <= upgrade.size / 2) return;
        expect(driven).toMatchObject({ end: 'done', reason: '' });
        expect(world.up).toHaveLength(upgrade.size);
        expect(releases(world)).toStrictEqual(Array(upgrade.size).fill('r1'));
      }),
      { numRuns: runs },
    );
  }, 60_000);

  test('restores a cluster from its snapshots, keeps the volumes before, and may be killed', () => {
    fc.assert(
      fc.property(upgrades, luck(true), (upgrade, fortune) => {
        const world = new ClusterWorld(upgrade.size, fortune, 'r1');
        const snapshots = Object.fromEntries(
          world.members.map(({ name }) => [name, { data: `snap-of-${name}` }]),
        );
        const settings = clusterSettings(upgrade.size);
        const driven = drive(world, { ...upgrade, settings, kind: 'restore', snapshots });
        expect(world.broken).toStrictEqual([]);
        expect(driven).toMatchObject({ end: 'done', reason: '' });
        expect(world.up).toHaveLength(upgrade.size);
        for (const { name, volume, aside } of world.members) {
          expect([volume.snapshot, aside.length]).toStrictEqual([`snap-of-${name}`, 1]);
        }
      }),
      { numRuns: runs },
    );
  }, 60_000);

  test('founds a cluster, all at once or one after the other', () => {
    fc.assert(
      fc.property(
        upgrades,
        luck(true),
        fc.constantFrom('parallel', 'one-at-a-time'),
        (upgrade, fortune, bootstrap) => {
          // Alone, the first of several has no quorum in this store.
          const size = bootstrap === 'parallel' ? upgrade.size : 1;
          const world = new ClusterWorld(size, fortune, undefined);
          const driven = drive(world, { ...upgrade, settings: clusterSettings(size, { bootstrap }) });
          expect(world.broken).toStrictEqual([]);
          expect(driven).toMatchObject({ end: 'done', turnedBack: false });
          expect(releases(world)).toStrictEqual(Array(size).fill('r2'));
          expect(world.members.every(({ volume }) => volume.formatted)).toBe(true);
        },
      ),
      { numRuns: runs },
    );
  }, 60_000);
});
