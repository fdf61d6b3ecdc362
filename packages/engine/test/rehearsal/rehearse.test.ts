import { describe, expect, test } from 'vitest';
import { hours, minutes, rehearse, strategyNamed, sweepRehearsals } from '@imago/engine';
import type {
  RehearsalCloud,
  RehearsalOutcome,
  RehearsalPorts,
  RehearsalRecord,
  RehearseRequest,
} from '@imago/engine';
import { fleetSettings } from '@imago/testkit';
import type { SimulatedProcess } from '@imago/testkit';
import { desk, ref } from '../rollout/desk.ts';
import type { Desk } from '../rollout/desk.ts';

const settings = fleetSettings({ probe: 'off' });
const request: RehearseRequest = {
  ...ref,
  id: 'test-3f9a01c2',
  kind: 'create',
  image: { id: 'ami-1' },
  settings,
  data: 'empty',
  keep: false,
  ttl: hours(2),
};
const key = 'shop/rehearsals/test-3f9a01c2.json';

/** A cloud whose only environment is the rehearsal's, and the network that it has. */
interface Stage {
  readonly office: Desk;
  readonly networks: Set<string>;
  readonly ports: (process: SimulatedProcess) => RehearsalPorts;
  readonly play: (
    changes?: Partial<RehearseRequest>,
    process?: SimulatedProcess,
  ) => Promise<RehearsalOutcome>;
  readonly record: () => RehearsalRecord;
}

function stage(): Stage {
  const office = desk();
  const networks = new Set<string>();
  const leave = new AbortController().signal;
  const ports = ({ ports: its, dead }: SimulatedProcess): RehearsalPorts => {
    const alive = async <T>(answer: () => T): Promise<T> => {
      await its.clock.sleep({ milliseconds: 50 }, leave);
      return dead() ? new Promise<T>(() => undefined) : answer();
    };
    const rehearsals: RehearsalCloud = {
      region: 'us-east-1',
      createNetwork: ({ environment }) =>
        alive(() => {
          networks.add(environment);
          return { vpc: 'vpc-1', subnets: ['subnet-1'], block: '10.1.0.0/20', likeBlock: '172.31.0.0/16' };
        }),
      copyVolumes: () => alive(() => ({})),
      openCopies: () => alive(() => []),
      removeRest: ({ environment }) =>
        alive(() => {
          networks.delete(environment);
          return [];
        }),
    };
    return { ...its, rehearsals, emitWithin: its.emit };
  };
  return {
    office,
    networks,
    ports,
    play: (changes = {}, process = office.start()) =>
      office.run(rehearse({ ...request, ...changes }, ports(process), { interrupt: process.signal, leave })),
    record: () => JSON.parse(office.state.documents.get(key) ?? '') as RehearsalRecord,
  };
}

/** Expects that of the rehearsal only its record is there. */
function expectNothing({ office, networks, record }: Stage): void {
  const { sides, securityGroups, loadBalancer } = office.world;
  expect([...sides.keys(), ...securityGroups, loadBalancer].filter((one) => one !== undefined)).toEqual([]);
  expect([...networks]).toEqual([]);
  expect([...office.state.documents.keys()].filter((one) => one.includes('test-3f9a01c2'))).toEqual([key]);
  expect(record().removedAt).toBeDefined();
}

test('creates an environment, and takes it down when it has passed', async () => {
  const theatre = stage();
  expect(await theatre.play()).toMatchObject({
    kind: 'passed',
    way: 'create',
    rollout: { kind: 'deployed' },
  });
  expectNothing(theatre);
  expect(theatre.record()).toMatchObject({
    state: 'passed',
    of: 'production',
    kind: 'create',
    makes: 'fleet',
  });
});

test('takes it down when it has failed, and says why', async () => {
  const theatre = stage();
  theatre.office.world.noMachinesUntil = Number.POSITIVE_INFINITY;
  expect(await theatre.play()).toMatchObject({ kind: 'failed', rollout: { kind: 'rolled-back' } });
  expectNothing(theatre);
  expect(theatre.record().reason).toMatch(/healthy/);
});

test('leaves it where it is to be kept, until it expires', async () => {
  const theatre = stage();
  const outcome = await theatre.play({ keep: true });
  expect(outcome).toMatchObject({ kind: 'passed', keptUntil: theatre.record().expiresAt });
  const { signal } = new AbortController();
  const sweep = (): Promise<void> =>
    theatre.office.run(sweepRehearsals('shop', theatre.ports(theatre.office.start()), signal));
  await sweep();
  expect([...theatre.networks]).toEqual(['test-3f9a01c2']);
  await theatre.office.pass(120);
  await sweep();
  expectNothing(theatre);
});

test('gives up when its time is over', async () => {
  const theatre = stage();
  theatre.office.world.noMachinesUntil = Number.POSITIVE_INFINITY;
  expect(await theatre.play({ ttl: minutes(1) })).toMatchObject({
    kind: 'failed',
    reason: 'it took longer than 1m 0s',
  });
  expectNothing(theatre);
});

test('refuses to rehearse an upgrade where nothing is live', async () => {
  const theatre = stage();
  await expect(theatre.play({ kind: 'upgrade' })).rejects.toThrow(/no fleet is deployed to production/);
  expect(theatre.office.state.documents.size).toBe(0);
});

test('refuses to rehearse an upgrade that a deploy would refuse, before anything is made', async () => {
  const theatre = stage();
  await theatre.office.roll('ami-1', { settings });
  const { strategy, loadBalancer } = settings;
  const rolling = {
    ...settings,
    loadBalancer: { ...loadBalancer, port: 9090 },
    strategy: { ...strategy, ...strategyNamed('rolling') },
  };
  await expect(theatre.play({ kind: 'upgrade', settings: rolling })).rejects.toMatchObject({
    code: 'not-in-place',
  });
  expect(theatre.networks.size).toBe(0);
});

test('keeps no other command waiting for what does not go, and tells of it', async () => {
  const theatre = stage();
  const { office, ports, record } = theatre;
  await theatre.play({ keep: true });
  await office.pass(120);
  const stuck = ports(office.start());
  const removeRest: RehearsalCloud['removeRest'] = async () => ['vpc-1'];
  const { signal } = new AbortController();
  const begun = stuck.clock.now().getTime();
  await office.run(
    sweepRehearsals('shop', { ...stuck, rehearsals: { ...stuck.rehearsals, removeRest } }, signal),
  );
  expect(stuck.clock.now().getTime() - begun).toBeLessThan(6 * 60_000);
  expect(record().removedAt).toBeUndefined();
  expect(office.events.at(-1)).toEqual({
    code: 'rehearsal-left',
    rehearsal: 'test-3f9a01c2',
    of: 'production',
    reason: 'it took longer than 5m 0s',
  });
});

describe('killed', () => {
  test('the record is there before anything else is', async () => {
    const theatre = stage();
    const process = theatre.office.start();
    const ports = theatre.ports(process);
    const seen: boolean[] = [];
    const createNetwork: RehearsalCloud['createNetwork'] = (...order) => {
      seen.push(theatre.office.state.documents.has(key));
      return ports.rehearsals.createNetwork(...order);
    };
    const signals = { interrupt: process.signal, leave: new AbortController().signal };
    await theatre.office.run(
      rehearse(request, { ...ports, rehearsals: { ...ports.rehearsals, createNetwork } }, signals),
    );
    expect(seen).toEqual([true]);
  });

  test('at every call, the next command leaves nothing of it', { timeout: 120_000 }, async () => {
    const whole = stage();
    const process = whole.office.start();
    await whole.play({}, process);
    const calls = process.calls();
    expect(calls).toBeGreaterThan(40);
    for (let call = 1; call <= calls; call += 4) {
      for (const when of ['before', 'after'] as const) {
        const theatre = stage();
        const { office, ports } = theatre;
        const victim = office.start({ diesAt: { call, when } });
        const signals = { interrupt: victim.signal, leave: new AbortController().signal };
        await office.run(Promise.race([rehearse(request, ports(victim), signals), victim.death]));
        const { signal } = new AbortController();
        await office.run(sweepRehearsals('shop', ports(office.start()), signal));
        if (office.state.documents.has(key)) expectNothing(theatre);
        else expect([...office.state.documents.keys()]).toEqual([]);
      }
    }
  });
});
