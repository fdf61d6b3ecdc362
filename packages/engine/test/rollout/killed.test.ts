import { describe, expect, test } from 'vitest';
import { abortRollout, deploy, resumeRollout, seconds } from '@imago/engine';
import type { CommandGate, HookSettings, RolloutPorts } from '@imago/engine';
import { fleetSettings } from '@imago/testkit';
import { desk, ref } from './desk.ts';
import type { Desk } from './desk.ts';

const sampling = { interval: seconds(2), count: 2, failureLimit: 0, timeout: seconds(5) };
const gate = (name: string, at: 'before-shift' | 'end'): CommandGate => ({
  kind: 'command',
  name,
  at,
  on: 'here',
  run: 'true',
  sampling,
});
const hook: HookSettings = {
  kind: 'hook',
  name: 'warm',
  at: 'before-shift',
  action: { kind: 'command', run: 'true' },
  timeout: seconds(5),
  onFailure: 'turn-back',
};
const settings = fleetSettings({
  probe: { path: '/healthz', requestsPerSecond: 2 },
  gates: [gate('smoke', 'before-shift'), gate('errors', 'end')],
  hooks: [hook],
});
const second = { ...ref, image: { id: 'ami-2' }, settings };

/** The calls of a blue/green deploy that write to its journal; the same in every run. */
const journalCalls: readonly number[] = await (async () => {
  const office = desk(settings);
  await office.roll('ami-1');
  const process = office.start();
  const calls: number[] = [];
  const { state } = process.ports;
  const noting: RolloutPorts['state'] = {
    ...state,
    async write(key, text, expected) {
      const written = await state.write(key, text, expected);
      if (key.includes('/rollouts/') && !text.includes('"end":')) calls.push(process.calls());
      return written;
    },
  };
  await office.run(deploy(second, { ...process.ports, state: noting }, process.signal));
  return calls;
})();

/** A desk whose second deploy was killed at this call. */
async function killedAt(call: number, when: 'before' | 'after'): Promise<Desk> {
  const office = desk(settings);
  await office.roll('ami-1');
  const victim = office.start({ diesAt: { call, when } });
  await office.run(Promise.race([deploy(second, victim.ports, victim.signal), victim.death]));
  expect(victim.dead()).toBe(true);
  return office;
}

const shares = ({ world }: Desk) => Object.fromEntries(world.weights ?? []);

describe('a blue/green deploy that is killed', () => {
  const cases = journalCalls.flatMap((call, index) =>
    (['before', 'after'] as const).map((when) => [when, index, call] as const),
  );

  test('writes its journal often enough for this to mean something', () => {
    expect(journalCalls.length).toBeGreaterThan(5);
  });

  test.each(cases)('%s its journal has entry %i is finished by a resume', async (when, index, call) => {
    const office = await killedAt(call, when);
    const { ports, signal } = office.start({}, 'ci');
    const outcome = await office.run(resumeRollout(ref, ports, signal));
    if (index === 0 && when === 'before') {
      expect(outcome.kind).toBe('no-rollout');
      return;
    }
    expect(outcome).toMatchObject({ kind: 'deployed', release: { id: 'r2' } });
    expect(shares(office)).toEqual({ r1: 0, r2: 100 });
    expect(office.world.testTraffic).toEqual([]);
    expect(office.world.healthyCount('r2')).toBe(3);
  });

  test.each(cases)('%s its journal has entry %i is put back by an abort', async (when, index, call) => {
    const office = await killedAt(call, when);
    const { ports, signal } = office.start({}, 'ci');
    const outcome = await office.run(abortRollout(ref, ports, signal));
    if (index === 0 && when === 'before') {
      expect(outcome.kind).toBe('no-rollout');
      return;
    }
    if (office.last().end?.kind === 'deployed') {
      // The old side was on its way out already.
      expect(outcome).toMatchObject({ reason: expect.stringContaining('too late to abort') });
      expect([index, shares(office)]).toEqual([journalCalls.length - 1, { r1: 0, r2: 100 }]);
      return;
    }
    expect(outcome).toMatchObject({ kind: 'aborted', release: 'r2', live: 'r1' });
    expect(office.last().end?.kind).toBe('aborted');
    expect(shares(office)).toEqual({ r1: 100 });
    expect(office.world.testTraffic).toEqual([]);
    expect([...office.world.sides.keys()]).toEqual(['r1']);
    const { capacity, suspended, retirement } = office.world.sides.get('r1')?.group ?? {};
    expect({ capacity, suspended, retirement }).toEqual({ capacity: settings.size, suspended: [] });
  });

  test.each(cases)(
    '%s its journal has entry %i is put right by the next deploy',
    async (when, _index, call) => {
      const office = await killedAt(call, when);
      expect(await office.roll('ami-3')).toMatchObject({ kind: 'deployed' });
      expect(shares(office)).toMatchObject({ [office.last().to ?? '']: 100 });
    },
  );
});
