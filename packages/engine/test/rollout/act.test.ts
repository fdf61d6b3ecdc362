import { expect, test } from 'vitest';
import { CloudError, minutes, seconds } from '@imago/engine';
import type { Action, RolloutAction, RolloutPorts } from '@imago/engine';
import { createVirtualClock } from '@imago/testkit';
import { act } from '../../src/rollout/act.ts';
import { isOutdated } from '../../src/rollout/fleet/fleet-subject.ts';
import { performOnFleet } from '../../src/rollout/fleet/perform-on-fleet.ts';

const end: Action = { kind: 'terminate', release: 'r1', instances: ['i-1'], shrink: false };
const calm: Action = { kind: 'set-suspended', release: 'r1', processes: [] };

/** Performs an action whose first call fails after so many seconds; answers how often the cloud was asked. */
async function callsOf(action: Action, length: number): Promise<number> {
  const clock = createVirtualClock();
  let calls = 0;
  const call = async (): Promise<void> => {
    calls += 1;
    if (calls > 1) return;
    await clock.pass(length * 1000);
    throw new CloudError('unavailable', 'ECONNRESET', 'socket hang up');
  };
  const ports = {
    clock,
    emit: () => undefined,
    poll: seconds(1),
    cloud: { terminate: call, setSuspended: call },
    // only what these actions need
  } as unknown as RolloutPorts;
  const lock = { token: 1, assertHeld: () => undefined, release: async () => undefined };
  const context = {
    subject: {
      perform: (one: RolloutAction) =>
        performOnFleet(one, { project: 'shop', environment: 'production' }, undefined, ports),
      isOutdated,
    },
    decidedAt: clock.now(),
    ports,
    lock: { kind: 'held', ...lock } as const,
  };
  await clock.drive(act([action], context), minutes(5));
  return calls;
}

test('an end of instances is tried again while what it rests on is still true', async () => {
  expect(await callsOf(end, 5)).toBe(2);
});

test('an end of instances that was held up is not done any more', async () => {
  expect(await callsOf(end, 40)).toBe(1);
});

test('what rests on no count is done however late', async () => {
  expect(await callsOf(calm, 40)).toBe(2);
});
