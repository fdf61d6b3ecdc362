import { array, assert, constantFrom, nat, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseRebalanceZone, chooseZones } from '../../src/controllers/groups-zones.ts';
import { member } from './group-fixtures.ts';

const zones = ['a', 'b', 'c'];

describe('chooseZones', () => {
  it('never leaves the zones more uneven than they were, nor by more than one from even ground', () => {
    const before = array(constantFrom(...zones), { maxLength: 20 });
    assert(
      property(before, nat(20), (taken, count) => {
        const members = taken.map((zone) => ({ zone }));
        const all = [...taken, ...chooseZones(zones, members, count)];
        const spread = (list: readonly string[]): number => {
          const sizes = zones.map((zone) => list.filter((other) => other === zone).length);
          return Math.max(...sizes) - Math.min(...sizes);
        };
        expect(all).toHaveLength(taken.length + count);
        expect(spread(all)).toBeLessThanOrEqual(Math.max(spread(taken), 1));
      }),
    );
  });

  it('chooses nothing where there is no zone', () => {
    expect(chooseZones([], [], 3)).toEqual([]);
  });
});

describe('chooseRebalanceZone', () => {
  it.each([
    [[], undefined],
    [['a', 'b'], undefined],
    [['a', 'a', 'b'], 'c'],
    [['a', 'a', 'b', 'c'], undefined],
    [['a', 'a', 'a', 'b', 'c'], 'b'],
    [['a', 'b', 'left'], 'c'],
  ])('for instances in %j chooses %s', (taken, expected) => {
    const members = taken.map((zone, index) => member(`i-${index}`, zone));
    expect(chooseRebalanceZone(zones, members)).toBe(expected);
  });

  it('leaves a group uneven whose full zone is all protected', () => {
    const members = ['a', 'a'].map((zone) => member('i-1', zone, { protectedFromScaleIn: true }));
    expect(chooseRebalanceZone(zones, members)).toBeUndefined();
  });
});
