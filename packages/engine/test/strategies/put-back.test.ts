import { describe, expect, test } from 'vitest';
import type { Observed } from '@imago/engine';
import { putBack } from '../../src/strategies/put-back.ts';
import type { Rollout } from '../../src/strategies/rollout.ts';
import { ago, environment, now, rollout, side, sizes } from './build.ts';
import { afterwards, before, shifted, withTest } from './two-sided/scenes.ts';
import { tell } from './two-sided/tell.ts';

type Row = readonly [rule: string, observed: Observed, rollout: Rollout, expected: string];

const killed = { turnedBack: { kind: 'killed' }, progressAt: ago(60) } as const;
const unshifted = (changes: Partial<Rollout> = {}): Rollout => rollout({ ...killed, ...changes });
const wasShifted = (changes: Partial<Rollout> = {}): Rollout => shifted({ ...killed, ...changes });
const back = (seconds: number, changes: Partial<Rollout> = {}): Rollout =>
  wasShifted({ ordered: { share: { weight: 0, at: ago(seconds) }, testTraffic: [] }, ...changes });
const dead = side('r1', { weight: 0, health: ['unhealthy', 'unhealthy', 'unhealthy'] });
const weak = side('r1', { weight: 0, health: ['healthy', 'unhealthy', 'unhealthy'] });
const gone = environment(side('r1', { weight: 100 }));
const standing = {
  release: 'r2',
  launches: 'r2',
  capacity: sizes,
  suspendedProcesses: [],
  weight: 0,
  retireAt: '2026-01-01T13:00:00.000Z',
} as const;
const existed = { before: [...rollout().before, standing] };
const retire = new Date(standing.retireAt);

const rows: readonly Row[] = [
  ['gives the old side all traffic in one act', afterwards(), wasShifted(), 'weights r2=0 r1=100'],
  [
    'gives it back from any share',
    environment(side('r1', { weight: 75 }), side('r2', { weight: 25 })),
    wasShifted(),
    'weights r2=0 r1=100',
  ],
  ['gives it back after a shift that is not seen yet', before(), wasShifted(), 'weights r2=0 r1=100'],
  ['gives it back again until it is seen', afterwards(), back(3), 'weights r2=0 r1=100'],
  [
    'removes nothing while what is seen may be old',
    before(),
    back(5, { ordered: { share: { weight: 0, at: ago(5) }, testTraffic: [] } }),
    'test-traffic none',
  ],
  ['waits for traffic to have left for certain', withTest(before()), back(5), 'wait for traffic to leave r2'],
  [
    'takes the new side to zero then, so that its requests are answered',
    withTest(before()),
    back(6),
    'capacity r2=0',
  ],
  [
    'removes it when it is empty',
    environment(
      side('r1', { weight: 100 }),
      side('r2', { weight: 0, health: [], capacity: { min: 0, desired: 0, max: 0 } }),
    ),
    back(60),
    'remove-side r2',
  ],
  ['removes at once what had no request', withTest(before()), unshifted(), 'remove-side r2'],
  [
    'waits for instances that end',
    environment(side('r1', { weight: 100 }), {
      release: 'r2',
      group: { ...side('r2').group!, deleting: true },
    }),
    unshifted(),
    'wait for the instances of r2 to end',
  ],
  [
    'removes what is left beside them',
    environment(side('r1', { weight: 100 }), side('r2', { deleting: true })),
    unshifted(),
    'remove-side r2',
  ],
  ['ends test traffic', before(), unshifted(), 'test-traffic none'],
  [
    'ends test traffic that was ordered and is not seen yet',
    withTest(before()),
    unshifted({ ordered: { testTraffic: ['r2'] } }),
    'test-traffic none',
  ],
  [
    'is not done before a side that was ordered would be seen',
    gone,
    unshifted({ progressAt: ago(5) }),
    'wait for r2 to be seen, if there is anything of it',
  ],
  ['is done when there is nothing of it', gone, unshifted(), 'done'],
  [
    'is not done while what is seen may be from before the last act',
    environment(side('r1', { weight: 100 }), side('r2', { weight: 0, retireAt: retire })),
    unshifted({ ...existed, actedAt: ago(5) }),
    'wait for what was done to be seen',
  ],
  [
    'is done when it was ordered to go and no look can be from before it stood',
    gone,
    unshifted({ progressAt: now, ordered: { testTraffic: [], removingSince: ago(6) } }),
    'done',
  ],
  [
    'does not go back to a side that has nothing healthy',
    afterwards(dead),
    wasShifted(),
    'stop: r1 has no healthy instance to go back to, so r2 keeps the traffic',
  ],
  [
    'does not stop for one look that may be old',
    afterwards(dead),
    wasShifted({ progressAt: ago(5) }),
    'wait for a healthy instance of r1 to be seen',
  ],
  [
    'does not hurry to an old side that is worse',
    afterwards(weak),
    wasShifted(),
    'wait for more than 1 instances of r1 to be healthy',
  ],
  [
    'hurries to it from a new side that fails',
    afterwards(weak),
    wasShifted({
      turnedBack: { kind: 'traffic-failed', requests: 9, failures: 9, lastFailure: 'status 503' },
    }),
    'weights r2=0 r1=100',
  ],
  ['goes to it in the end', afterwards(weak), wasShifted({ progressAt: ago(300) }), 'weights r2=0 r1=100'],
  [
    'keeps a retired old side',
    environment(side('r1', { weight: 100, retireAt: ago(-60) }), side('r2', { weight: 0 })),
    back(60),
    'cancel-retirement r1',
  ],
  [
    'leaves the processes of the old side to its owners',
    environment({
      ...side('r1', { weight: 100 }),
      group: { ...side('r1').group!, suspendedProcesses: ['Launch'] },
    }),
    unshifted(),
    'done',
  ],
  [
    'has the old side launch what it launched',
    environment({ ...side('r1', { weight: 100 }), group: { ...side('r1').group!, launches: 'r2' } }),
    unshifted(),
    'template r1=r1',
  ],
  [
    'gives a side that existed its sizes and its end again',
    environment(side('r1', { weight: 100 }), side('r2', { weight: 0, capacity: { ...sizes, desired: 5 } })),
    unshifted(existed),
    'capacity r2=3, schedule-retirement r2',
  ],
  [
    'gives it its processes and its template again',
    environment(side('r1', { weight: 100 }), {
      ...side('r2', { weight: 0, retireAt: retire }),
      group: { ...side('r2', { retireAt: retire }).group!, launches: 'r3', suspendedProcesses: ['Launch'] },
    }),
    unshifted(existed),
    'template r2=r2, set-suspended r2',
  ],
  [
    'is done when a side that existed is as it was',
    environment(side('r1', { weight: 100 }), side('r2', { weight: 0, retireAt: retire })),
    unshifted(existed),
    'done',
  ],
  [
    'removes a side whose time is over',
    withTest(before()),
    unshifted({ before: [...rollout().before, { ...standing, retireAt: '2026-01-01T11:00:00.000Z' }] }),
    'remove-side r2',
  ],
  [
    'leaves a share that a side had before',
    environment(side('r1', { weight: 75 }), side('r2', { weight: 25, retireAt: retire })),
    unshifted({ before: [...rollout().before, { ...standing, weight: 25 }] }),
    'done',
  ],
];

describe('putting back', () => {
  test.each(rows)('%s', (_rule, observed, given, expected) => {
    expect(tell(putBack(observed, given, now))).toBe(expected);
  });

  const { from: _from, fromSide: _fromSide, ...first } = unshifted({ before: [], environmentExisted: false });

  test('removes the first side of an environment, whatever traffic it gets', () => {
    expect(tell(putBack(environment(side('r2', { weight: 100 })), first, now))).toBe('remove-side r2');
  });

  test('removes an environment that was made for it', () => {
    expect(tell(putBack(environment(), first, now))).toBe('remove-environment');
  });
});
