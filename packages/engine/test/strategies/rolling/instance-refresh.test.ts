import { describe, expect, test } from 'vitest';
import { minutes, seconds } from '@imago/engine';
import type { ObservedGroup, ObservedInstance, ObservedRefresh } from '@imago/engine';
import { refreshPreferences } from '../../../src/strategies/instance-refresh-preferences.ts';
import { rolling } from '../../../src/strategies/rolling.ts';
import type { Rollout } from '../../../src/strategies/rollout.ts';
import { ago, now } from '../build.ts';
import { fresh, group, instance, old, rolled, seen, told } from './build.ts';
import { rollingSettings } from './play-rollout.ts';

const strategy = rollingSettings({ engine: 'instance-refresh' });
const refresh = (status: string, changes: Partial<ObservedRefresh> = {}): ObservedRefresh => ({
  id: 'refresh-1',
  status,
  percentComplete: 40,
  to: 'r2',
  startedAt: ago(50),
  ...changes,
});
const live = (instances: readonly ObservedInstance[], changes: Partial<ObservedGroup> = {}): ObservedGroup =>
  group(instances, { launches: 'r1', suspendedProcesses: [], ...changes });
const { preparedAt: _, template: __, actedAt: ___, ...untouched } = rolled([...old, ...fresh], { strategy });
const begun: Rollout = { ...untouched, preparedAt: ago(60), actedAt: ago(60) };
const turned: Rollout = { ...begun, turnedBack: { kind: 'interrupted' } };

const after = (earlier: string): Rollout => ({
  ...begun,
  before: begun.before.map((side) => ({ ...side, refresh: earlier })),
});

const { to: ____, ...somebodys } = refresh('InProgress');

const rules: readonly (readonly [rule: string, live: ObservedGroup, rollout: Rollout, expected: string])[] = [
  ['starts a refresh', live(old), untouched, 'prepare-environment, prepare-template, start-refresh'],
  [
    'asks the gates of before-shift before it starts',
    live(old),
    { ...untouched, checks: [{ kind: 'approval', name: 'qa', at: 'before-shift' }] },
    'hold',
  ],
  [
    'brings sizes that the config changed before it starts',
    live(old),
    { ...untouched, capacity: { min: 3, desired: 5, max: 8 } },
    'prepare-environment, prepare-template, size 3/5/8, start-refresh',
  ],
  [
    'makes the group no smaller before all is replaced',
    live(old),
    { ...untouched, capacity: { min: 1, desired: 2, max: 3 } },
    'prepare-environment, prepare-template, size 1/4/4, start-refresh',
  ],
  [
    'waits to know the size, where a look may be from before the rollout began',
    live(old, { capacity: { min: 2, desired: 5, max: 6 } }),
    { ...untouched, startedAt: ago(2) },
    'wait',
  ],
  ['watches one that runs', live(old, { refresh: refresh('InProgress') }), begun, 'wait'],
  ['goes on with one that runs already', live(old, { refresh: refresh('Pending') }), untouched, 'wait'],
  [
    'starts one again that is not seen long after',
    live(old),
    begun,
    'prepare-environment, prepare-template, start-refresh',
  ],
  ['waits for one to be seen', live(old), { ...begun, actedAt: ago(1) }, 'wait'],
  [
    'takes one of another release for none',
    live(old, { refresh: refresh('Failed', { to: 'r1' }) }),
    untouched,
    'prepare-environment, prepare-template, start-refresh',
  ],
  [
    'takes one that ended long before for none',
    live(old, { refresh: refresh('Failed', { startedAt: ago(3600) }) }),
    untouched,
    'prepare-environment, prepare-template, start-refresh',
  ],
  [
    'takes one that was cancelled a moment ago, and whose template is gone, for none',
    live(old, { refresh: { ...somebodys, status: 'Cancelled' } }),
    untouched,
    'prepare-environment, prepare-template, start-refresh',
  ],
  [
    'takes one that was successful and turned back a moment ago for none',
    live(old, { refresh: { ...somebodys, status: 'Successful' } }),
    untouched,
    'prepare-environment, prepare-template, start-refresh',
  ],
  [
    'waits for its own where one from before it is still the last that is seen',
    live(old, { refresh: { ...somebodys, status: 'Cancelled' } }),
    { ...after('refresh-1'), actedAt: ago(1) },
    'wait',
  ],
  [
    'starts its own again where one from before it is the last that is seen long after',
    live(old, { refresh: { ...somebodys, status: 'Successful' } }),
    after('refresh-1'),
    'prepare-environment, prepare-template, start-refresh',
  ],
  [
    'turns back when its own fails after one from before it',
    live(old, { refresh: { ...somebodys, status: 'Failed' } }),
    after('refresh-0'),
    'turn-back refresh-failed',
  ],
  ['turns back when it fails', live(old, { refresh: refresh('Failed') }), begun, 'turn-back refresh-failed'],
  [
    'turns back when somebody cancels it',
    live(old, { refresh: refresh('Cancelled') }),
    begun,
    'turn-back refresh-failed',
  ],
  [
    'cannot be paused',
    live(old, { refresh: refresh('InProgress') }),
    { ...begun, told: { ...begun.told, paused: true } },
    'wait',
  ],
  [
    'turns back when it is interrupted',
    live(old, { refresh: refresh('InProgress') }),
    { ...begun, interrupted: true },
    'turn-back interrupted',
  ],
  [
    'turns back when a new instance is not healthy in its time',
    live([...old, instance('x', 'r2', { health: 'unhealthy', launchedAt: ago(200) })], {
      refresh: refresh('InProgress'),
    }),
    { ...begun, actedAt: ago(300) },
    'turn-back not-healthy',
  ],
  [
    'is done when it is successful and all instances say so',
    live(fresh, { launches: 'r2', refresh: refresh('Successful') }),
    begun,
    'done',
  ],
  [
    'waits for instances that do not say so yet',
    live([...fresh.slice(1), instance('e', 'r2', { health: 'initial' })], {
      launches: 'r2',
      refresh: refresh('Successful'),
    }),
    begun,
    'wait',
  ],
  ['cancels it on the way back', live(old, { refresh: refresh('InProgress') }), turned, 'cancel-refresh'],
  [
    'lets one of another template end on the way back',
    live(old, { refresh: refresh('InProgress', { to: 'r7' }) }),
    turned,
    'wait',
  ],
  [
    'lets one end that ours was refused for',
    live(old, { refresh: somebodys }),
    { ...turned, turnedBack: { kind: 'refused', action: 'start-refresh', message: 'another one runs' } },
    'wait',
  ],
  ['cancels one whose template is not seen yet', live(old, { refresh: somebodys }), turned, 'cancel-refresh'],
  ['waits until it has stopped', live(old, { refresh: refresh('Cancelling') }), turned, 'wait'],
  [
    'rolls back by itself then',
    live(old, { refresh: refresh('Cancelled') }),
    turned,
    'set-suspended, set-template',
  ],
];

describe('an instance refresh', () => {
  test.each(rules)('%s', (_rule, shown, given, expected) => {
    expect(told(rolling(seen(shown, 'r2'), given, now))).toBe(expected);
  });

  test('says how far it is, and that it cannot be paused', () => {
    const paused = { ...begun, told: { ...begun.told, paused: true } };
    expect(rolling(seen(live(old, { refresh: refresh('InProgress') })), paused, now)).toMatchObject({
      reason:
        'the instance refresh: 40% replaced (an instance refresh cannot be paused: abort it, or let it end)',
    });
  });

  test('is given what the config says, and warms up for as long as instances are to be healthy', () => {
    const settings = rollingSettings({
      minHealthyTime: seconds(10),
      instanceWarmup: seconds(4),
      checkpoints: [50, 100],
      checkpointDelay: minutes(1),
    });
    expect(refreshPreferences(settings)).toStrictEqual({
      minHealthyPercentage: 100,
      maxHealthyPercentage: 110,
      instanceWarmup: 10,
      checkpointPercentages: [50, 100],
      checkpointDelay: 60,
      skipMatching: true,
      standbyInstances: 'ignore',
      scaleInProtectedInstances: 'ignore',
      bakeTime: 2,
    });
  });
});
