import { describe, expect, test } from 'vitest';
import { seconds } from '@imago/engine';
import type { Observed, ObservedInstance, Side } from '@imago/engine';
import { retireOld } from '../../src/strategies/retire-old.ts';
import type { Rollout } from '../../src/strategies/rollout.ts';
import { ago, environment, now, rollout, side } from './build.ts';
import { shifted } from './two-sided/scenes.ts';
import { tell } from './two-sided/tell.ts';

type Row = readonly [rule: string, observed: Observed, rollout: Rollout, expected: string];

const old = side('r1', { weight: 0 });
const next = side('r2', { weight: 100 });
const template = (release: Side['release']): Side => ({ release, launchTemplateId: `lt-${release}` });
const launching = (of: Side, launches: Side['release']): Side => ({
  ...of,
  group: { ...of.group!, launches },
});
const unkept = (changes: Partial<Rollout> = {}): Rollout =>
  shifted({ strategy: { ...rollout().strategy, kind: 'blue-green', keepPrevious: seconds(0) }, ...changes });
const empty = { min: 0, desired: 0, max: 0 };
/** The old side at zero, with one instance that is not like others. */
const held = (changes: Partial<ObservedInstance>): Side => {
  const one = side('r1', { weight: 0, capacity: empty, health: ['unused'] });
  const instances = one.group!.instances.map((instance) => ({ ...instance, ...changes }));
  return { ...one, group: { ...one.group!, instances } };
};

const rows: readonly Row[] = [
  ['keeps the old side for a while', environment(old, next), shifted(), 'schedule-retirement r1'],
  [
    'is done when it is due to go',
    environment(side('r1', { weight: 0, retireAt: ago(-60) }), next),
    shifted(),
    'done',
  ],
  [
    'is done when its time has come, whatever is protected from it',
    environment(held({ protected: true }), next),
    shifted(),
    'done',
  ],
  [
    'removes older sides at once',
    environment(side('r0', { weight: 0 }), old, next),
    shifted(),
    'remove-side r0, schedule-retirement r1',
  ],
  [
    'leaves an older side that somebody gave traffic',
    environment(side('r7', { weight: 10 }), side('r1', { weight: 0, retireAt: ago(-60) }), next),
    shifted(),
    'done',
  ],
  [
    'keeps a template that the old side launches',
    environment(launching(side('r1', { weight: 0, retireAt: ago(-60) }), 'r5'), next, template('r5')),
    shifted(),
    'done',
  ],
  [
    'keeps the template of the release to go back to',
    environment(side('r1', { weight: 0, retireAt: ago(-60) }), next, template('r5')),
    shifted({ from: 'r5' }),
    'done',
  ],
  [
    'removes other templates',
    environment(side('r1', { weight: 0, retireAt: ago(-60) }), next, template('r5')),
    shifted(),
    'remove-side r5',
  ],
  ['drains the old side at once where nothing is kept', environment(old, next), unkept(), 'capacity r1=0'],
  [
    'does not drain it before the shift is certain',
    environment(old, next),
    unkept({ shiftedAt: ago(5) }),
    'wait for traffic to have left r1',
  ],
  [
    'does not drain it while it is seen with traffic',
    environment(side('r1', { weight: 100 }), next),
    unkept(),
    'wait for traffic to have left r1',
  ],
  [
    'waits for its requests to end',
    environment(side('r1', { weight: 0, capacity: empty }), next),
    unkept(),
    'wait for 3 instances of r1 to drain',
  ],
  [
    'ends what is protected from the smaller size',
    environment(held({ protected: true }), next),
    unkept(),
    'terminate r1',
  ],
  [
    'ends what a person keeps in standby',
    environment(held({ lifecycleState: 'Standby' }), next),
    unkept(),
    'terminate r1',
  ],
  [
    'leaves to Auto Scaling what it is ending',
    environment(held({ protected: true, lifecycleState: 'Terminating:Wait' }), next),
    unkept(),
    'wait for 1 instances of r1 to drain',
  ],
  [
    'waits for as long as requests take',
    environment(held({ lifecycleState: 'Terminating:Wait' }), next),
    unkept({ progressAt: ago(3600) }),
    'wait for 1 instances of r1 to drain',
  ],
  [
    'does not wait for ever for what its group does not end',
    environment(held({}), next),
    unkept({ progressAt: ago(3600) }),
    'stop: r1 has no traffic, but its group has not ended i-r1-0 within 10m 0s; see its scaling activities, and the next rollout removes what is left',
  ],
  [
    'removes it when it is empty',
    environment(side('r1', { weight: 0, capacity: empty, health: [] }), next),
    unkept(),
    'remove-side r1',
  ],
  [
    'is done when AWS deletes what is left',
    environment({ release: 'r1', group: { ...old.group!, deleting: true } }, next),
    unkept(),
    'done',
  ],
];

describe('retiring', () => {
  test.each(rows)('%s', (_rule, observed, given, expected) => {
    expect(tell(retireOld(observed, given, now))).toBe(expected);
  });

  test('counts the time to keep from its first order', () => {
    const again = shifted({ ordered: { testTraffic: [], retiringSince: ago(60) } });
    expect(retireOld(environment(old, next), again, now)).toStrictEqual({
      kind: 'act',
      actions: [{ kind: 'schedule-retirement', release: 'r1', at: '2026-01-01T12:29:00.000Z' }],
    });
  });
});
