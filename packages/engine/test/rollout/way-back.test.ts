import { describe, expect, test } from 'vitest';
import { minutes, seconds, strategyNamed } from '@imago/engine';
import type { Observed, Release, RolloutRecord, Side } from '@imago/engine';
import { fleetSettings } from '@imago/testkit';
import { failureOf } from '../../src/rollout/failure-of.ts';
import { checkInPlace } from '../../src/rollout/in-place.ts';
import { wayBack } from '../../src/rollout/way-back.ts';
import { environment, side } from '../strategies/build.ts';

const rolling = fleetSettings({ strategy: { ...strategyNamed('rolling') } });
const twoSided = fleetSettings();
const release = (id: Release['id'], settings = twoSided): Release => ({
  id,
  project: 'shop',
  environment: 'production',
  image: { id: `ami-${id}` },
  settings,
  digest: id,
  by: 'ann@laptop',
  createdAt: '2026-01-01T00:00:00Z',
});
const rolled = (name: Release['id'], launches: Release['id'], weight: number): Side => {
  const made = side(name, { weight });
  return made.group === undefined ? made : { ...made, group: { ...made.group, launches } };
};
const record = (changes: Partial<RolloutRecord>): RolloutRecord => ({
  number: 1,
  kind: 'deploy',
  environmentExisted: true,
  before: [],
  startedAt: '2026-01-01T00:00:00Z',
  by: 'ann@laptop',
  token: 1,
  entries: [],
  end: { at: '2026-01-01T00:01:00Z', kind: 'deployed' },
  ...changes,
});
const made = record({ to: 'r1', toSide: 'r1' });
const inPlace = record({ number: 2, to: 'r2', toSide: 'r1', from: 'r1', fromSide: 'r1' });

describe('the way back', () => {
  test('is by weights while a side stands that runs the release', () => {
    const observed = environment(side('r1', { weight: 0 }), side('r2', { weight: 100 }));
    expect(wayBack(observed, release('r1'), release('r2'), [])).toMatchObject({
      strategy: { kind: 'blue-green', keepPrevious: minutes(30) },
      toSide: 'r1',
      copy: false,
    });
  });

  test('is by weights to a side of another name that was rolled to it', () => {
    const observed = environment(rolled('r1', 'r2', 0), side('r3', { weight: 100 }));
    expect(wayBack(observed, release('r2', rolling), release('r3'), [inPlace])).toMatchObject({
      strategy: { kind: 'blue-green' },
      toSide: 'r1',
    });
  });

  test('is in place where the live side ran it before, with no checkpoint', () => {
    const slow = { ...strategyNamed('rolling'), checkpoints: [50], checkpointDelay: minutes(5) };
    const current = release('r2', fleetSettings({ strategy: slow as typeof rolling.strategy }));
    const way = wayBack(environment(rolled('r1', 'r2', 100)), release('r1'), current, [made, inPlace]);
    expect(way).toMatchObject({
      strategy: { kind: 'rolling', checkpoints: [], checkpointDelay: seconds(0) },
      toSide: 'r1',
      copy: false,
    });
  });

  test('needs a copy where the name is taken by a side that runs something else', () => {
    const moved = release(
      'r2',
      fleetSettings({ loadBalancer: { ...twoSided.loadBalancer, port: 9090 }, strategy: rolling.strategy }),
    );
    const way = wayBack(environment(rolled('r1', 'r2', 100)), release('r1'), moved, [made, inPlace]);
    expect(way).toMatchObject({ strategy: { kind: 'blue-green' }, copy: true });
    expect(way.toSide).toBeUndefined();
  });

  test.each<readonly [string, Observed]>([
    ['gone', environment(side('r2', { weight: 100 }))],
    ['being removed', environment(side('r1', { deleting: true }), side('r2', { weight: 100 }))],
  ])('is a new side where the old one is %s', (_what, observed) => {
    const way = wayBack(observed, release('r1'), release('r2'), [made]);
    expect(way).toMatchObject({ strategy: { kind: 'blue-green' }, copy: false });
    expect(way.toSide).toBeUndefined();
  });

  test('never goes through the steps of a canary again', () => {
    const canary = release('r1', fleetSettings({ strategy: strategyNamed('canary') }));
    const observed = environment(side('r1', { weight: 0 }), side('r2', { weight: 100 }));
    expect(wayBack(observed, canary, release('r2'), []).strategy.kind).toBe('blue-green');
  });
});

describe('a release failed', () => {
  const refused = record({
    number: 3,
    to: 'r2',
    end: { at: '2026-01-01T00:01:00Z', kind: 'rolled-back', reason: 'smoke failed' },
  });

  test('when its last rollout was put back, and says why', () => {
    expect(failureOf([made, refused], 'r2')).toBe(
      'r2 failed when it was last rolled out (#3, rolled-back: smoke failed)',
    );
  });

  test('not when it has been live since, was only interrupted, or was never tried', () => {
    const later = record({ number: 4, to: 'r2' });
    const cut = record({ to: 'r3', end: { at: '2026-01-01T00:01:00Z', kind: 'interrupted' } });
    expect([failureOf([refused, later], 'r2'), failureOf([cut], 'r3'), failureOf([], 'r9')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('a rolling rollout', () => {
  test('may change image, type, size and user data', () => {
    const changed = { ...twoSided, instanceType: 'm5.large', userData: '#!/bin/sh', tags: { a: 'b' } };
    expect(() => checkInPlace(changed, twoSided)).not.toThrow();
  });

  test('is refused where it would change what it keeps, with every name and both values', () => {
    const { loadBalancer } = twoSided;
    const health = { ...loadBalancer.health, path: '/up' };
    const changed = {
      ...twoSided,
      subnets: ['subnet-1'],
      loadBalancer: { ...loadBalancer, port: 9090, health },
    };
    expect(() => checkInPlace(changed, twoSided)).toThrow(
      /loadBalancer\.port \(8080 -> 9090\); loadBalancer\.health \(.*\/up.*\); network\.subnets \(those of the VPC -> subnet-1\)/,
    );
  });
});
