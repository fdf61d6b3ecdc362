import { describe, expect, test } from 'vitest';
import type { ObservedGroup, ObservedInstance } from '@imago/engine';
import { rolling } from '../../../src/strategies/rolling.ts';
import { ago, now } from '../build.ts';
import { a, b, c, cases, d, e, f, g, gate, group, h, instance, old, resized, surge, told } from './build.ts';
import type { Row } from './build.ts';

const turned = { turnedBack: { kind: 'interrupted' }, template: 'r1' } as const;
const home = (...instances: readonly ObservedInstance[]): ObservedGroup =>
  group(instances, { launches: 'r1' });
const back: readonly Row[] = [
  [
    'turns the template first',
    group([...old, e]),
    { ...turned, template: 'r2', resized },
    'set-suspended, set-template',
  ],
  [
    'ends new ones at once where no old one is gone',
    group([...old, e, f], { launches: 'r1', capacity: { ...surge, desired: 6 } }),
    { ...turned, resized: { ...resized, capacity: { ...surge, desired: 6 } } },
    'shrink f e',
  ],
  [
    'ends what fails at once, and lets old ones come for it',
    home(b, c, d, instance('e', 'r2', { health: 'unhealthy' })),
    turned,
    'end e',
  ],
  ['lets old ones come before good new ones go', home(e, f, g, h), turned, 'size 2/5/6'],
  [
    'suspends again what would disturb, where it goes on after all',
    { ...home(b, c, d, instance('e', 'r2', { health: 'unhealthy' })), suspendedProcesses: [] },
    turned,
    'set-suspended',
  ],
  [
    'suspends it also where an old look shows it suspended',
    home(b, c, d, instance('e', 'r2', { health: 'unhealthy' })),
    { ...turned, suspended: [] },
    'set-suspended',
  ],
  [
    'asks no gates on the way',
    home(b, c, d, instance('e', 'r2', { health: 'unhealthy' })),
    { ...turned, checks: [gate] },
    'end e',
  ],
  [
    'puts processes back and removes the template that it made',
    home(...old),
    turned,
    'set-suspended, remove-side',
    ['r2'],
  ],
  [
    'makes the group no smaller while one that fails is protected: a good one would go for it',
    {
      ...home(a, b, c, d, instance('e', 'r2', { health: 'unhealthy', protected: true })),
      capacity: surge,
    },
    { ...turned, resized },
    'wait',
  ],
  [
    'is not done by a look that may be from before',
    { ...home(...old), suspendedProcesses: [] },
    { ...turned, actedAt: ago(2) },
    'wait',
  ],
  ['is done when all is as before', { ...home(...old), suspendedProcesses: [] }, turned, 'done'],
  [
    'does not take for failing what was healthy a moment ago',
    home(b, c, d, instance('e', 'r2', { health: 'unhealthy' })),
    { ...turned, seenHealthyOf: { e: ago(3) } },
    'size 2/5/6',
  ],
  [
    'stops where old ones do not come up either',
    {
      ...home(e, f, g, instance('x', 'r1', { health: 'unhealthy', launchedAt: ago(200) })),
      capacity: surge,
      suspendedProcesses: [],
    },
    {
      ...turned,
      resized: { ...resized, at: ago(250), back: true },
      actedAt: ago(300),
      progressAt: ago(130),
    },
    'stop',
  ],
];

describe('rolling back', () => {
  test.each(cases(back, []))('%s', (_rule, observed, given, expected) => {
    expect(told(rolling(observed, given, now))).toBe(expected);
  });
});
