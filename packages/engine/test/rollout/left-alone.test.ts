import { describe, expect, test } from 'vitest';
import { deploy, promoteRollout, resumeRollout, strategyNamed } from '@imago/engine';
import type {
  ApprovalGate,
  CanarySettings,
  FleetSettings,
  RollingSettings,
  RolloutPorts,
  RolloutRecord,
  StrategySettings,
} from '@imago/engine';
import { fleetSettings } from '@imago/testkit';
import { desk, ref } from './desk.ts';

const approval: ApprovalGate = { kind: 'approval', name: 'look-at-it', at: 'end' };
const rolling = strategyNamed('rolling') as RollingSettings;
const refresh: RollingSettings = { ...rolling, engine: 'instance-refresh' };
const strategies = [
  ['blue-green', strategyNamed('blue-green')],
  ['canary', { ...(strategyNamed('canary') as CanarySettings), steps: [{ kind: 'set-weight', weight: 50 }] }],
  ['rolling', rolling],
  ['instance-refresh', refresh],
] as readonly (readonly [string, StrategySettings])[];

/** Longer, in minutes, than any deadline of these strategies. */
const long = 60;

describe.each(strategies)('a good release by %s that nobody watches for long', (_, strategy) => {
  const settings = fleetSettings({ strategy, probe: { path: '/healthz', requestsPerSecond: 1 } });

  test('is live when it is promoted past the approval at its end', async () => {
    const office = desk(settings);
    await office.roll('ami-1');
    const gates = [approval];
    expect(await office.roll('ami-2', { settings: { ...settings, gates } })).toMatchObject({
      kind: 'waiting',
    });
    await office.pass(long);
    const { ports, signal } = office.start({}, 'ci');
    expect(await office.run(promoteRollout(ref, ports, signal))).toMatchObject({ kind: 'deployed' });
  });
});

describe.each([
  ['blue-green', 'resume'],
  ['blue-green', 'deploy'],
  ['canary', 'resume'],
  ['canary', 'deploy'],
  ['rolling', 'resume'],
] as const)('a good release by %s that was left behind in its bake', (name, how) => {
  const strategy = new Map(strategies).get(name) ?? strategyNamed(name);
  const settings = fleetSettings({ strategy, probe: { path: '/healthz', requestsPerSecond: 1 } });

  test(`is live after a ${how} long after`, async () => {
    const office = desk(settings);
    await office.roll('ami-1');
    const victim = office.start({ diesAt: { call: await callAfterTheMove(settings), when: 'after' } });
    const second = { ...ref, image: { id: 'ami-2' }, settings };
    await office.run(Promise.race([deploy(second, victim.ports, victim.signal), victim.death]));
    expect(victim.dead()).toBe(true);
    await office.pass(long);
    const { ports, signal } = office.start({}, 'ci');
    if (how === 'resume') {
      expect(await office.run(resumeRollout(ref, ports, signal))).toMatchObject({ kind: 'deployed' });
    } else {
      await office.run(deploy({ ...ref, image: { id: 'ami-3' }, settings }, ports, signal));
      expect(office.last()).toMatchObject({ to: 'r3', from: 'r2' });
    }
  });
});

test('an instance refresh that was handed over is seen through long after it is done', async () => {
  const settings = fleetSettings({ strategy: refresh });
  const office = desk(settings);
  await office.roll('ami-1');
  expect(await office.roll('ami-2', { handOver: true })).toMatchObject({ kind: 'handed-over' });
  await office.pass(long);
  const { ports, signal } = office.start({}, 'ci');
  expect(await office.run(resumeRollout(ref, ports, signal))).toMatchObject({ kind: 'deployed' });
});

/** A call of a second deploy while it bakes: shortly after the last order that moved traffic, the same in every run. */
async function callAfterTheMove(settings: FleetSettings): Promise<number> {
  const office = desk(settings);
  await office.roll('ami-1');
  const process = office.start();
  const { state } = process.ports;
  const isMove = ({ kind }: { readonly kind: string }): boolean =>
    ['set-weights', 'terminate'].includes(kind);
  let moved = 0;
  const noting: RolloutPorts['state'] = {
    ...state,
    write(key, text, expected) {
      const last = key.includes('/rollouts/')
        ? (JSON.parse(text) as RolloutRecord).entries.at(-1)
        : undefined;
      if (last?.kind === 'act' && last.actions.some(isMove)) moved = process.calls();
      return state.write(key, text, expected);
    },
  };
  const second = { ...ref, image: { id: 'ami-2' }, settings };
  await office.run(deploy(second, { ...process.ports, state: noting }, process.signal));
  return moved + 6;
}
