import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type Pool, spreadWeights } from '../../src/controllers/balancers-weights.ts';

/** `h` is a healthy target, `u` one that is not. */
function pool(weight: number, health: string, name = `w${weight}`): Pool {
  const targets = Array.from(health, (letter, index) => ({
    name: `${name}-${index}`,
    healthy: letter === 'h',
  }));
  return { weight, targets };
}

test.each<[string, readonly Pool[], readonly number[], number]>([
  ['one group: all targets alike', [pool(1, 'hhh')], [1, 1, 1], 0],
  ['only healthy targets of a group get requests', [pool(1, 'huh')], [1, 1], 0],
  ['a group with no healthy target fails open to all of them', [pool(1, 'uu')], [1, 1], 0],
  ['a group fails open by itself', [pool(1, 'hu', 'a'), pool(1, 'uu', 'b')], [2, 1, 1], 0],
  [
    'a group keeps its share whatever its size',
    [pool(50, 'h', 'a'), pool(50, 'hhhh', 'b')],
    [4, 1, 1, 1, 1],
    0,
  ],
  ['weights are relative', [pool(10, 'h'), pool(30, 'h')], [1, 3], 0],
  ['weight 0 gets nothing', [pool(0, 'hh'), pool(5, 'h')], [1], 0],
  ['all weights 0: nothing is served', [pool(0, 'h', 'a'), pool(0, 'h', 'b')], [], 1],
  ['an empty group has its share answered 503', [pool(25, ''), pool(75, 'h')], [1], 0.25],
  ['nothing at all', [], [], 1],
  ['no target at all', [pool(100, '')], [], 1],
  ['the largest difference that HAProxy knows', [pool(999, 'h', 'a'), pool(1, 'h', 'b')], [256, 1], 0],
  [
    'a share too small for all targets of its group goes to some of them',
    [pool(999, 'h', 'a'), pool(1, 'hhhhhhhhhhhh', 'b')],
    [256, 1],
    0,
  ],
])('%s', (_, pools, weights, unavailable) => {
  const spread = spreadWeights(pools);
  expect([...spread.weights.values()]).toEqual(weights);
  expect(spread.unavailable).toBeCloseTo(unavailable, 9);
});

describe('any listener', () => {
  const pools = fc
    .array(
      fc.record({
        weight: fc.integer({ min: 0, max: 999 }),
        health: fc.array(fc.constantFrom('h', 'u'), { maxLength: 12 }),
      }),
      { minLength: 1, maxLength: 5 },
    )
    .map((list) => list.map(({ weight, health }, index) => pool(weight, health.join(''), `g${index}`)));

  it('has whole weights from 1 to 256, for targets of groups that have a weight', () => {
    fc.assert(
      fc.property(pools, (list) => {
        const { weights, unavailable } = spreadWeights(list);
        const serving = new Set(
          list.filter(({ weight }) => weight > 0).flatMap(({ targets }) => targets.map(({ name }) => name)),
        );
        for (const [name, weight] of weights) {
          expect(serving).toContain(name);
          expect(Number.isInteger(weight) && weight >= 1 && weight <= 256).toBe(true);
        }
        expect(unavailable).toBeGreaterThanOrEqual(0);
        expect(unavailable).toBeLessThanOrEqual(1);
        expect(weights.size === 0).toBe(unavailable === 1);
      }),
    );
  });

  it('keeps the share of each group that has targets to within two hundredths', () => {
    fc.assert(
      fc.property(pools, (list) => {
        const { weights } = spreadWeights(list);
        const served = list.filter(({ weight, targets }) => weight > 0 && targets.length > 0);
        const wanted = served.reduce((all, { weight }) => all + weight, 0);
        const given = [...weights.values()].reduce((all, weight) => all + weight, 0);
        for (const { weight, targets } of served) {
          const got = targets.reduce((all, { name }) => all + (weights.get(name) ?? 0), 0);
          expect(Math.abs(got / given - weight / wanted)).toBeLessThan(0.02);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('sends nothing to an unhealthy target beside a healthy one of its group', () => {
    fc.assert(
      fc.property(pools, (list) => {
        const { weights } = spreadWeights(list);
        for (const { targets } of list.filter((one) => one.targets.some(({ healthy }) => healthy))) {
          for (const { name, healthy } of targets) expect(healthy || !weights.has(name)).toBe(true);
        }
      }),
    );
  });
});
