import { describe, expect, test } from 'vitest';
import { deploy, ImagoError, seconds } from '@imago/engine';
import { fleetSettings } from '@imago/testkit';
import { desk, ref } from './desk.ts';
import type { Desk } from './desk.ts';

const settings = fleetSettings({ probe: { path: '/healthz', requestsPerSecond: 1 } });
const request = (id: string) => ({ ...ref, image: { id }, settings });

/** How a process ends whose time is over. */
const refusal = (error: unknown): string => (error instanceof ImagoError ? error.code : String(error));

/** Everything that a process may have changed. */
const picture = ({ state, world }: Desk): string =>
  JSON.stringify([
    [...state.documents].filter(([key]) => !key.includes('/lock')),
    [...(world.weights ?? [])],
  ]);

/** How many calls a second deploy makes. */
const calls = await (async () => {
  const office = desk();
  await office.roll('ami-1');
  const process = office.start();
  await office.roll('ami-2', {}, process);
  return process.calls();
})();

describe('a process that sleeps past its lease', () => {
  const points = Array.from({ length: calls - 3 }, (_, index) => index + 3).filter((call) => call % 2 === 1);

  test.each(points)('at call %i neither acts nor writes once another has taken over', async (call) => {
    const office = desk();
    await office.roll('ami-1');
    const sleeper = office.start({ sleepsAt: { call, length: 600_000 } });
    const rival = office.start({}, 'ci');
    const asleep = deploy(request('ami-2'), sleeper.ports, sleeper.signal).then(({ kind }) => kind, refusal);
    // Long after the lease ran out, and long before the sleeper wakes.
    const after = rival.ports.clock
      .sleep(seconds(120), rival.signal)
      .then(() => deploy(request('ami-3'), rival.ports, rival.signal))
      .then((outcome) => ({ outcome, left: picture(office) }));
    const [ended, { outcome, left }] = await office.run(Promise.all([asleep, after]));
    expect(outcome.kind).toBe('deployed');
    expect(['lock-lost', 'overtaken']).toContain(ended);
    expect(picture(office)).toBe(left);
  });
});

describe('a lock that is broken', () => {
  test('stops the run that held it; the other one puts right what it left', async () => {
    const office = desk();
    await office.roll('ami-1');
    const [holder, breaker] = [office.start(), office.start({}, 'ci')];
    const held = deploy(request('ami-2'), holder.ports, holder.signal).then(({ kind }) => kind, refusal);
    const breaking = breaker.ports.clock
      .sleep(seconds(6), breaker.signal)
      .then(() => deploy({ ...request('ami-3'), breakLock: true }, breaker.ports, breaker.signal));
    const [ended, outcome] = await office.run(Promise.all([held, breaking]));
    expect(['lock-lost', 'overtaken']).toContain(ended);
    expect(outcome).toMatchObject({ kind: 'deployed' });
    expect(office.events).toContainEqual({
      code: 'lock-taken-over',
      from: 'ann@laptop',
      why: 'its lock was broken on request',
    });
    expect(office.world.weights?.get('r3')).toBe(100);
  });
});
