import { describe, expect, test } from 'vitest';
import {
  abortRollout,
  deploy,
  destroy,
  findUnfinished,
  pauseRollout,
  promoteRollout,
  readHistory,
  readStatus,
  resumeRollout,
  rollback,
  seconds,
} from '@imago/engine';
import type { ApprovalGate, CommandGate, FleetSettings } from '@imago/engine';
import { fleetSettings } from '@imago/testkit';
import { desk, ref } from './desk.ts';
import type { Desk } from './desk.ts';

const approval: ApprovalGate = { kind: 'approval', name: 'qa', at: 'before-shift' };
const smoke: CommandGate = {
  kind: 'command',
  name: 'smoke',
  at: 'before-shift',
  on: 'here',
  run: 'true',
  sampling: { interval: seconds(5), count: 2, failureLimit: 0, timeout: seconds(5) },
};
const settings = fleetSettings({ probe: { path: '/healthz', requestsPerSecond: 1 } });
const patient: FleetSettings['strategy'] = { ...fleetSettings().strategy, autoRollback: false };
const broken = { sample: async () => ({ ok: false, detail: 'status 503' }) };

/** A desk with r1 live and r2 waiting for approval. */
async function waiting(): Promise<Desk> {
  const office = desk({ gates: [approval] });
  const first = await office.roll('ami-1', { settings: fleetSettings() });
  expect(first.kind).toBe('deployed');
  expect(await office.roll('ami-2')).toMatchObject({
    kind: 'waiting',
    why: 'approval',
    reason: expect.stringContaining('qa'),
    next: '`imago promote production` approves it, `imago abort production` puts everything back',
  });
  return office;
}

/** A command given while another goes on: after so many virtual seconds. */
async function during<A, B>(office: Desk, work: Promise<A>, after: number, then: () => Promise<B>) {
  const { clock } = office.start().ports;
  const second = clock.sleep(seconds(after), new AbortController().signal).then(then);
  return office.run(Promise.all([work, second]));
}

describe('a rollout that waits for approval', () => {
  test('is carried on by a promote from any machine', async () => {
    const office = await waiting();
    const { ports, signal } = office.start({}, 'ci');
    expect(await office.run(promoteRollout(ref, ports, signal))).toMatchObject({
      kind: 'deployed',
      release: { id: 'r2' },
      previous: 'r1',
    });
    expect(office.world.weights?.get('r2')).toBe(100);
  });

  test('is put back by an abort, whose reason is kept', async () => {
    const office = await waiting();
    const { ports, signal } = office.start({}, 'ci');
    const outcome = await office.run(abortRollout({ ...ref, reason: 'wrong branch' }, ports, signal));
    expect(outcome).toMatchObject({
      kind: 'aborted',
      release: 'r2',
      live: 'r1',
      reason: 'ann@ci aborted it: wrong branch',
    });
    expect([...office.world.sides.keys()]).toEqual(['r1']);
    expect(office.last().end).toMatchObject({ kind: 'aborted', reason: 'ann@ci aborted it: wrong branch' });
  });

  test('waits on when it is resumed', async () => {
    const office = await waiting();
    const { ports, signal } = office.start();
    expect(await office.run(resumeRollout(ref, ports, signal))).toMatchObject({
      kind: 'waiting',
      why: 'approval',
    });
  });

  test('makes a deploy and a rollback wait too, and changes nothing for them', async () => {
    const office = await waiting();
    const before = office.state.documents.size;
    expect(await office.roll('ami-3')).toMatchObject({ kind: 'waiting', number: 2, release: 'r2' });
    const { ports, signal } = office.start();
    expect(await office.run(rollback(ref, ports, signal))).toMatchObject({ kind: 'waiting', number: 2 });
    expect(office.state.documents.size).toBe(before);
  });

  test('ends where its environment is destroyed', async () => {
    const office = await waiting();
    const { ports, signal } = office.start();
    expect(await office.run(destroy(ref, ports, signal))).toMatchObject({ kind: 'destroyed' });
    expect(office.world.isEmpty()).toBe(true);
    const { rollouts } = await office.run(readHistory(ref, ports));
    expect(rollouts.map(({ end }) => end?.kind)).toEqual(['destroyed', 'aborted', 'deployed']);
    expect(rollouts[1]?.end?.reason).toBe('ann@laptop destroyed the environment before it ended');
  });

  test('need not be paused', async () => {
    const office = await waiting();
    const { ports, signal } = office.start();
    expect(await office.run(pauseRollout(ref, ports, signal))).toMatchObject({
      kind: 'waiting',
      why: 'approval',
    });
  });

  test('says in its status what it waits for, and what its gates said', async () => {
    const office = await waiting();
    const { ports } = office.start();
    const { unfinished } = await office.run(readStatus(ref, ports));
    expect(unfinished).toMatchObject({
      state: 'held',
      progress: { gates: [{ name: 'qa', state: 'open' }] },
      summary: expect.stringContaining('imago promote production'),
    });
  });
});

describe('a gate that fails where failures wait for a person', () => {
  const held = async (): Promise<Desk> => {
    const office = desk({ gates: [smoke], strategy: patient }, broken);
    await office.roll('ami-1', { settings: fleetSettings() });
    expect(await office.roll('ami-2')).toMatchObject({ kind: 'waiting', why: 'failed' });
    return office;
  };

  test('is let pass with a reason, which is in the history', async () => {
    const office = await held();
    const { ports, signal } = office.start();
    const overrides = [{ gate: 'smoke', reason: 'known flake' }];
    expect(await office.run(resumeRollout({ ...ref, overrides }, ports, signal))).toMatchObject({
      kind: 'deployed',
    });
    const { rollouts } = await office.run(readHistory(ref, ports));
    expect(rollouts[0]?.overridden).toEqual([{ gate: 'smoke', reason: 'known flake', by: 'ann@laptop' }]);
  });

  test('is asked again by a resume, and waits again', async () => {
    const office = await held();
    const { ports, signal } = office.start();
    expect(await office.run(resumeRollout(ref, ports, signal))).toMatchObject({
      kind: 'waiting',
      why: 'failed',
    });
  });

  test.each([
    ['smok', 'there is no gate "smok" to override'],
    ['target-health', 'target-health cannot be overridden'],
  ])('is not let pass as %s', async (gate, message) => {
    const office = await held();
    const { ports, signal } = office.start();
    const work = resumeRollout({ ...ref, overrides: [{ gate, reason: 'because' }] }, ports, signal);
    await expect(office.run(work)).rejects.toThrow(message);
    expect(office.last().end).toBeUndefined();
  });

  test('is let pass from the start by a deploy', async () => {
    const office = desk({ gates: [smoke] }, broken);
    await office.roll('ami-1', { settings: fleetSettings() });
    const overrides = [{ gate: 'smoke', reason: 'known flake' }];
    expect(await office.roll('ami-2', { overrides })).toMatchObject({ kind: 'deployed' });
  });
});

describe('a process that runs', () => {
  test('stops before its next step when it is paused, and goes on from there when resumed', async () => {
    const office = desk();
    await office.roll('ami-1');
    const [{ ports, signal }, runner] = [office.start({}, 'ci'), office.start()];
    const work = deploy({ ...ref, image: { id: 'ami-2' }, settings }, runner.ports, runner.signal);
    const [outcome, told] = await during(office, work, 8, () => pauseRollout(ref, ports, signal));
    expect(told).toMatchObject({ kind: 'told', number: 2, by: { host: 'laptop' } });
    expect(outcome).toMatchObject({ kind: 'waiting', why: 'paused' });
    expect(office.world.weights?.get('r1')).toBe(100);
    const next = office.start({}, 'ci');
    expect(await office.run(resumeRollout(ref, next.ports, next.signal))).toMatchObject({ kind: 'deployed' });
  });

  test('puts everything back when it is aborted; whoever aborts waits until it has', async () => {
    const office = desk();
    await office.roll('ami-1');
    const [{ ports, signal }, runner] = [office.start({}, 'ci'), office.start()];
    const work = deploy({ ...ref, image: { id: 'ami-2' }, settings }, runner.ports, runner.signal);
    const [outcome, answer] = await during(office, work, 8, () => abortRollout(ref, ports, signal));
    expect(outcome).toMatchObject({ kind: 'aborted', release: 'r2', live: 'r1' });
    expect(answer).toMatchObject({ kind: 'aborted', reason: 'ann@ci aborted it' });
    expect([...office.world.sides.keys()]).toEqual(['r1']);
  });
});

test('a pause that nobody heard before the process was gone is withdrawn', async () => {
  const office = desk();
  await office.roll('ami-1');
  const killed = office.start({ diesAt: { call: 60, when: 'after' } });
  const work = deploy({ ...ref, image: { id: 'ami-2' }, settings }, killed.ports, killed.signal);
  await office.run(Promise.race([work, killed.death]));
  const { ports, signal } = office.start({}, 'ci');
  const isOrdered = (): boolean => [...office.state.documents.keys()].some((key) => key.includes('/orders/'));
  // It seems to live until it has been told.
  const identity = { ...ports.identity, isDead: async () => isOrdered() };
  const outcome = await office.run(pauseRollout(ref, { ...ports, identity }, signal));
  expect(outcome).toMatchObject({
    kind: 'no-rollout',
    reason: expect.stringContaining('was left unfinished'),
  });
  const next = office.start({}, 'ci');
  expect(await office.run(resumeRollout(ref, next.ports, next.signal))).toMatchObject({ kind: 'deployed' });
  const heard = office.events.filter(({ code }) => code === 'order-heard');
  expect(heard).toMatchObject([{ order: { kind: 'resume' } }]);
  const told = office.last().entries.flatMap((entry) => (entry.kind === 'told' ? [entry.order.kind] : []));
  expect(told).toEqual(['pause', 'resume', 'resume']);
});

describe('with no rollout under way', () => {
  test.each([
    ['pause', pauseRollout],
    ['promote', promoteRollout],
    ['resume', resumeRollout],
    ['abort', abortRollout],
  ])('%s has nobody to tell, and writes nothing but the lock', async (_name, command) => {
    const office = desk();
    await office.roll('ami-1');
    const { ports, signal } = office.start();
    expect(await office.run(command(ref, ports, signal))).toEqual({
      kind: 'no-rollout',
      reason: 'no rollout of production is under way',
    });
    expect([...office.state.documents.keys()].filter((key) => key.includes('/orders/'))).toEqual([]);
  });
});

test('a destroy cannot be aborted, and is seen through by a resume', async () => {
  const office = desk();
  await office.roll('ami-1');
  const killed = office.start({ diesAt: { call: 14, when: 'after' } });
  await office.run(Promise.race([destroy(ref, killed.ports, killed.signal), killed.death]));
  const { ports, signal } = office.start();
  expect(await office.run(findUnfinished(ref, ports))).toMatchObject({ state: 'killed' });
  await expect(office.run(abortRollout(ref, ports, signal))).rejects.toThrow('is a destroy');
  expect(await office.run(resumeRollout(ref, ports, signal))).toMatchObject({ kind: 'destroyed' });
  expect(office.world.isEmpty()).toBe(true);
});
