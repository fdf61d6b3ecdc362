import { describe, expect, test } from 'vitest';
import type { Capacity } from '@imago/engine';
import type { Ended, Resized, Rollout } from '../../../src/strategies/rollout.ts';
import { wantedSize } from '../../../src/strategies/wanted-size.ts';
import { ago } from '../build.ts';
import { four, rolled } from './build.ts';

const surging: Resized = {
  at: ago(60),
  capacity: { min: 2, desired: 5, max: 6 },
  atRest: four,
  back: false,
  uncertain: false,
};
const raised: Resized = {
  ...surging,
  capacity: { min: 4, desired: 5, max: 5 },
  atRest: { min: 4, desired: 4, max: 4 },
};
const shrunk = (uncertain = false): Ended => ({ at: ago(20), shrink: true, uncertain });
const bigger: Capacity = { min: 3, desired: 6, max: 9 };

type Row = readonly [
  rule: string,
  seen: Capacity,
  rollout: Partial<Rollout>,
  look: { readonly gone?: readonly Ended[]; readonly fresh?: boolean; readonly since?: boolean },
  atRest: Capacity | 'unsettled',
];

const rules: readonly Row[] = [
  ['is what is seen before anything is added', four, {}, {}, four],
  ['follows the config where the config changed', four, { capacity: bigger }, {}, bigger],
  [
    'follows the config from the size that the group has come to',
    { ...four, desired: 5 },
    { capacity: bigger },
    {},
    { min: 3, desired: 7, max: 9 },
  ],
  [
    'is not told by a size that may be from before the rollout began',
    { ...four, desired: 5 },
    { capacity: bigger },
    { since: false },
    'unsettled',
  ],
  ['leaves out what was added', surging.capacity, { resized: surging }, {}, four],
  ['leaves out no more than is left of it', four, { resized: surging }, { gone: [shrunk()] }, four],
  [
    'is what someone raises it to',
    { ...four, desired: 6 },
    { resized: surging },
    {},
    { ...four, desired: 6 },
  ],
  [
    'is what someone lowers it to',
    { ...four, desired: 3 },
    { resized: surging },
    {},
    { ...four, desired: 3 },
  ],
  ['is not lower than what someone lowers it to', four, { resized: surging }, {}, four],
  [
    'takes sizes that are set as a whole as they are',
    { min: 3, desired: 3, max: 6 },
    { resized: surging },
    {},
    { min: 3, desired: 3, max: 6 },
  ],
  [
    'keeps a maximum that a person has changed',
    { min: 2, desired: 5, max: 8 },
    { resized: surging },
    {},
    { ...four, max: 8 },
  ],
  ['takes a maximum back that it has raised', raised.capacity, { resized: raised }, {}, raised.atRest],
  [
    'never goes beyond the limits at rest',
    { ...raised.capacity, desired: 9 },
    { resized: raised },
    {},
    raised.atRest,
  ],
  ['is not settled by a look from before', four, { resized: surging }, { fresh: false }, 'unsettled'],
  [
    'believes a look from before that shows what was set',
    surging.capacity,
    { resized: surging },
    { fresh: false },
    four,
  ],
  [
    'takes a size that was perhaps never set for not set',
    four,
    { resized: { ...surging, uncertain: true } },
    {},
    four,
  ],
  [
    'takes an end that was perhaps never made for not made',
    surging.capacity,
    { resized: surging },
    { gone: [shrunk(true)] },
    four,
  ],
  [
    'counts an end that was made as one more wanted where the size stays',
    surging.capacity,
    { resized: surging },
    { gone: [shrunk()] },
    { ...four, desired: 5 },
  ],
  [
    'goes back to no less than before, where a limit cut short what the config added',
    { min: 3, desired: 7, max: 9 },
    {
      capacity: { min: 3, desired: 12, max: 9 },
      turnedBack: { kind: 'interrupted' },
      resized: {
        ...raised,
        capacity: { min: 3, desired: 7, max: 9 },
        atRest: { min: 3, desired: 7, max: 9 },
      },
    },
    {},
    four,
  ],
  [
    'goes back to as many as there may be, where a limit hides how much of it others added',
    { min: 3, desired: 9, max: 9 },
    {
      capacity: bigger,
      turnedBack: { kind: 'interrupted' },
      resized: {
        ...raised,
        capacity: { min: 3, desired: 9, max: 9 },
        atRest: { min: 3, desired: 9, max: 9 },
      },
    },
    {},
    { ...four, desired: 6 },
  ],
  [
    'takes back what the config changed when it goes back',
    { min: 3, desired: 7, max: 9 },
    {
      capacity: bigger,
      turnedBack: { kind: 'interrupted' },
      resized: { ...surging, capacity: { min: 3, desired: 7, max: 9 }, atRest: bigger },
    },
    {},
    four,
  ],
];

describe('the wanted size', () => {
  test.each(rules)('%s', (_rule, sizes, changes, { gone = [], fresh = true, since = true }, expected) => {
    const { atRest, settled } = wantedSize(sizes, rolled([], changes), { gone, fresh, since });
    expect(settled ? atRest : 'unsettled').toStrictEqual(expected);
  });
});
