import { describe, expect, test } from 'vitest';
import {
  abortRollout,
  CloudError,
  deploy,
  destroy,
  healCluster,
  hours,
  pauseRollout,
  planDeploy,
  promoteRollout,
  readClusterStatus,
  readHistory,
  resumeRollout,
  rollback,
  seconds,
} from '@imago/engine';
import type { VolumeSettings } from '@imago/engine';
import { fleetSettings } from '@imago/testkit';
import { clusterDesk, store } from './cluster-desk.ts';
import type { ClusterDesk } from './cluster-desk.ts';

const releases = ({ world }: ClusterDesk) => world.members.map(({ name }) => world.releaseOf(name));

describe('a cluster', () => {
  test('is founded, and tells its members by their own word', async () => {
    const desk = clusterDesk();
    expect(await desk.roll('ami-1')).toMatchObject({
      kind: 'deployed',
      release: { id: 'r1' },
      members: [{ name: 'm-1', address: '10.0.0.4' }, { name: 'm-2' }, { name: 'm-3' }],
    });
    const status = await desk.run(readClusterStatus(store, desk.start().ports));
    expect(status).toMatchObject({ kind: 'cluster', live: 'r1', quorum: true });
    expect(status.members).toMatchObject(
      ['m-1', 'm-2', 'm-3'].map((name) => ({
        name,
        health: { healthy: true },
        instances: [{ state: 'running', release: 'r1' }],
        volumes: [{ name: 'data' }],
      })),
    );
    expect(desk.world.broken).toEqual([]);
  });

  test('is upgraded one member at a time, and never loses its quorum', async () => {
    const desk = clusterDesk();
    await desk.roll('ami-1');
    const plan = await desk.run(
      planDeploy({ ...store, image: { id: 'ami-2' }, settings: desk.settings }, desk.start().ports),
    );
    expect(plan).toMatchObject({ changed: true, from: 'r1', to: 'r2', members: 3 });
    expect(await desk.roll('ami-2')).toMatchObject({ kind: 'deployed', previous: 'r1' });
    expect(releases(desk)).toEqual(['r2', 'r2', 'r2']);
    expect(desk.world.broken).toEqual([]);
    const words = desk.events.flatMap((event) =>
      event.code === 'cluster-observed' && event.health !== undefined ? [event.health.quorum] : [],
    );
    expect(words.slice(words.indexOf(true))).not.toContain(false);
  });

  test('with this image and these settings is left alone', async () => {
    const desk = clusterDesk();
    await desk.roll('ami-1');
    expect(await desk.roll('ami-1')).toMatchObject({ kind: 'unchanged', release: { id: 'r1' } });
  });

  test('that only changes how it is looked after replaces nobody, and heals go by it', async () => {
    const desk = clusterDesk();
    await desk.roll('ami-1');
    const { settings } = desk;
    const volumes = settings.volumes.map((volume) => ({
      ...volume,
      snapshots: { every: hours(6), keep: 7 },
    }));
    const beforeStop = { run: 'etcdctl move-leader', timeout: seconds(5), onFailure: 'ignore' } as const;
    const machines = desk.world.members.map((member) => member.machines.map(({ id }) => id));
    expect(await desk.roll('ami-1', { settings: { ...settings, volumes, beforeStop } })).toMatchObject({
      kind: 'unchanged',
      release: { id: 'r1', settings: { beforeStop: { run: 'etcdctl move-leader' } } },
      settings: ['beforeStop', 'snapshots'],
    });
    expect(desk.world.members.map((member) => member.machines.map(({ id }) => id))).toEqual(machines);
    const { ports } = desk.start();
    const [key = ''] = await ports.state.list('shop/store/releases/');
    expect((await ports.state.read(key))?.text).toContain('etcdctl move-leader');
    const again = await desk.roll('ami-1', { settings: { ...settings, volumes, beforeStop } });
    expect(again.kind === 'unchanged' && again.settings).toBeUndefined();
  });

  test('is not begun where its snapshots cannot be made on their schedule', async () => {
    const desk = clusterDesk();
    const { ports, signal } = desk.start();
    const denied = new CloudError('denied', 'AccessDeniedException', 'no');
    const clusters = { ...ports.clusters, ensureSchedules: () => Promise.reject(denied) };
    const [volume, ...others] = desk.settings.volumes;
    const scheduled = { ...volume, snapshots: { every: hours(6), keep: 7 } } as VolumeSettings;
    const settings = { ...desk.settings, volumes: [scheduled, ...others] };
    const request = { ...store, image: { id: 'ami-1' }, settings };
    await expect(desk.run(deploy(request, { ...ports, clusters }, signal))).rejects.toThrow('no');
    expect(await ports.state.list('shop/store/releases/')).toEqual([]);
    expect(await ports.state.list('shop/store/rollouts/')).toEqual([]);
    expect(desk.world.members.flatMap(({ machines }) => machines)).toEqual([]);
  });

  test('without a schedule, now and before, does not ask for any', async () => {
    const desk = clusterDesk();
    const { ports, signal } = desk.start();
    const ensureSchedules = () => Promise.reject(new CloudError('unavailable', 'ENOTFOUND', 'no such host'));
    const clusters = { ...ports.clusters, ensureSchedules };
    const request = { ...store, image: { id: 'ami-1' }, settings: desk.settings };
    expect(await desk.run(deploy(request, { ...ports, clusters }, signal))).toMatchObject({
      kind: 'deployed',
    });
  });

  test('ends the schedules of its volumes when it is destroyed', async () => {
    const desk = clusterDesk();
    const volumes = desk.settings.volumes.map((volume) => ({
      ...volume,
      snapshots: { every: hours(6), keep: 7 },
    }));
    await desk.roll('ami-1', { settings: { ...desk.settings, volumes } });
    const { ports, signal } = desk.start();
    const asked: string[][] = [];
    const ensureSchedules: typeof ports.clusters.ensureSchedules = async (_, settings) => {
      asked.push(settings.volumes.map(({ name }) => name));
      return [];
    };
    const clusters = { ...ports.clusters, ensureSchedules };
    expect(
      await desk.run(destroy({ ...store, kind: 'cluster' }, { ...ports, clusters }, signal)),
    ).toMatchObject({
      kind: 'destroyed',
    });
    expect(asked).toEqual([[]]);
  });

  test('keeps the member that does not come back on its release before, and says why', async () => {
    const desk = clusterDesk({}, { boot: { r1: 4 } });
    await desk.roll('ami-1');
    expect(await desk.roll('ami-2')).toMatchObject({
      kind: 'rolled-back',
      live: 'r1',
      because: { kind: 'member-not-healthy' },
      failedInstances: [{ console: ['the last words of a machine'] }],
    });
    expect(releases(desk)).toEqual(['r1', 'r1', 'r1']);
    expect(desk.world.up).toEqual(['m-1', 'm-2', 'm-3']);
  });

  test('does not go back where its data may not', async () => {
    const desk = clusterDesk();
    await desk.roll('ami-1');
    await desk.roll('ami-2');
    const { ports, signal } = desk.start();
    const outcome = await desk.run(rollback({ ...store, kind: 'cluster' }, ports, signal));
    expect(outcome).toMatchObject({
      kind: 'nowhere',
      reason: expect.stringContaining("downgrade: 'refused'"),
    });
    expect(desk.last()).toMatchObject({ kind: 'deploy', number: 2 });
    expect(releases(desk)).toEqual(['r2', 'r2', 'r2']);
    // That says nothing of the release: asked again, it says the same.
    const again = await desk.run(rollback({ ...store, kind: 'cluster' }, ports, signal));
    expect(again).toEqual(outcome);
  });

  test('does not take an earlier image for a new one, either', async () => {
    const desk = clusterDesk();
    await desk.roll('ami-1');
    await desk.roll('ami-2');
    await expect(desk.roll('ami-1')).rejects.toThrow(
      "ami-1 is the image of r1, and m-1 runs r2, whose data may be of no use to it (downgrade: 'refused')",
    );
    const plan = await planDeploy(
      { ...store, image: { id: 'ami-1' }, settings: desk.settings },
      desk.start().ports,
    );
    expect(plan.refusal).toContain('imago restore store --release r1');
    expect(releases(desk)).toEqual(['r2', 'r2', 'r2']);
    const settings = { ...desk.settings, downgrade: 'allowed' } as const;
    expect(await desk.roll('ami-1', { settings })).toMatchObject({ kind: 'deployed' });
  });

  test('that stopped half way goes on with the release that it has begun', async () => {
    const desk = clusterDesk();
    await desk.roll('ami-1');
    const { ports, signal, interrupt } = desk.start();
    const request = { ...store, image: { id: 'ami-2' }, settings: desk.settings };
    const interrupted = desk.run(
      deploy(
        request,
        {
          ...ports,
          emit(event) {
            ports.emit(event);
            // Once the first member is up on the new release.
            if (releases(desk).includes('r2') && desk.world.up.length === 3) interrupt();
          },
        },
        signal,
      ),
    );
    expect(await interrupted).toEqual({
      kind: 'interrupted',
      putBack: [expect.stringMatching(/^it was interrupted; left as it is: m-\d on r2, m-\d, m-\d on r1; /)],
    });
    expect(releases(desk).filter((release) => release === 'r2')).toHaveLength(1);
    const { members } = desk.world;
    const begun = members.findIndex((_, index) => releases(desk)[index] === 'r2');
    const machine = members[begun]?.machines.at(-1)?.id;
    const status = await desk.run(readClusterStatus(store, desk.start().ports));
    expect(status).toMatchObject({
      stopped: { number: 2, reason: expect.stringContaining('left as it is') },
    });
    expect(await planDeploy(request, desk.start().ports)).toMatchObject({ changed: true, to: 'r2' });
    expect(await desk.roll('ami-2')).toMatchObject({ kind: 'deployed', release: { id: 'r2' } });
    expect(releases(desk)).toEqual(['r2', 'r2', 'r2']);
    expect(members[begun]?.machines.at(-1)?.id).toBe(machine);
  });

  test('of which one is down is healed where nothing else is to be deployed', async () => {
    const desk = clusterDesk();
    await desk.roll('ami-1');
    desk.world.befall('m-2', 'ends');
    await desk.pass(10);
    const machines = desk.world.members.map((member) => member.machines.length);
    const request = { ...store, image: { id: 'ami-1' }, settings: desk.settings };
    expect(await planDeploy(request, desk.start().ports)).toMatchObject({
      changed: true,
      to: 'r1',
      steps: expect.arrayContaining([expect.objectContaining({ what: 'm-2' })]),
    });
    expect(await desk.roll('ami-1')).toMatchObject({ kind: 'healed', release: 'r1' });
    const [one = 0, two = 0, three = 0] = machines;
    expect(desk.world.members.map((member) => member.machines.length)).toEqual([one, two + 1, three]);
  });

  test('goes back where its data may', async () => {
    const desk = clusterDesk({ downgrade: 'allowed' });
    await desk.roll('ami-1');
    await desk.roll('ami-2');
    const { ports, signal } = desk.start();
    const outcome = await desk.run(rollback({ ...store, kind: 'cluster' }, ports, signal));
    expect(outcome).toMatchObject({ kind: 'deployed', release: { id: 'r1' }, previous: 'r2' });
    expect(releases(desk)).toEqual(['r1', 'r1', 'r1']);
  });

  test('is healed on the release that it runs', async () => {
    const desk = clusterDesk();
    await desk.roll('ami-1');
    desk.world.befall('m-2', 'ends');
    await desk.pass(10);
    expect(desk.world.up).toEqual(['m-1', 'm-3']);
    const { ports, signal } = desk.start();
    expect(await desk.run(healCluster(store, ports, signal))).toMatchObject({
      kind: 'healed',
      release: 'r1',
    });
    expect(desk.world.up).toEqual(['m-1', 'm-2', 'm-3']);
    expect(desk.last()).toMatchObject({ kind: 'heal', end: { kind: 'healed' } });
    const history = await readHistory(store, ports);
    expect(history.rollouts.map(({ kind }) => kind)).toEqual(['heal', 'deploy']);
  });

  test('is destroyed, and its volumes stay', async () => {
    const desk = clusterDesk();
    await desk.roll('ami-1');
    const { ports, signal } = desk.start();
    const outcome = await desk.run(destroy({ ...store, kind: 'cluster' }, ports, signal));
    expect(outcome).toMatchObject({ kind: 'destroyed', releases: ['r1'] });
    expect(desk.world.members.every(({ machines }) => machines.length === 0)).toBe(true);
    expect(desk.world.broken).toEqual([]);
  });
});

test('a cluster does not turn into a fleet', async () => {
  const desk = clusterDesk();
  await desk.roll('ami-1');
  await expect(desk.roll('ami-2', { settings: fleetSettings() })).rejects.toThrow(
    'store is a cluster, and the config says that it is a fleet',
  );
});

describe('a rollout of a cluster', () => {
  test('that is interrupted makes the member whole that is out', async () => {
    const desk = clusterDesk();
    await desk.roll('ami-1');
    const { ports, signal, interrupt } = desk.start();
    const order = { ...store, image: { id: 'ami-2' }, settings: desk.settings };
    const [outcome] = await desk.run(
      Promise.all([
        deploy(order, ports, signal),
        ports.clock.sleep({ milliseconds: 25_000 }, new AbortController().signal).then(interrupt),
      ]),
    );
    expect(desk.last().entries.some((entry) => entry.kind === 'turned-back')).toBe(true);
    expect(['interrupted', 'stopped']).toContain(outcome.kind);
    expect(desk.world.up).toEqual(['m-1', 'm-2', 'm-3']);
    expect(desk.world.broken).toEqual([]);
  });

  test('is paused between two members, and goes on when promoted', async () => {
    const desk = clusterDesk();
    await desk.roll('ami-1');
    const { ports, signal } = desk.start();
    const rolling = desk.run(
      Promise.all([
        deploy({ ...store, image: { id: 'ami-2' }, settings: desk.settings }, ports, signal),
        (async () => {
          await ports.clock.sleep({ milliseconds: 30_000 }, signal);
          return pauseRollout(store, desk.start().ports, signal);
        })(),
      ]),
    );
    const [deployed, paused] = await rolling;
    expect(paused).toMatchObject({ kind: 'told' });
    expect(deployed).toMatchObject({ kind: 'waiting', why: 'paused' });
    expect(desk.world.up).toEqual(['m-1', 'm-2', 'm-3']);
    const next = desk.start();
    expect(await desk.run(promoteRollout(store, next.ports, next.signal))).toMatchObject({
      kind: 'deployed',
    });
    expect(releases(desk)).toEqual(['r2', 'r2', 'r2']);
  });
});

/** How often an upgrade writes to its journal; the same in every run. */
const writes = await (async () => {
  const desk = clusterDesk();
  await desk.roll('ami-1');
  await desk.roll('ami-2');
  return desk.last().entries.length + 1;
})();

/** A desk whose upgrade was killed when it had written so many times to its journal. */
async function killedAfter(write: number): Promise<ClusterDesk> {
  const desk = clusterDesk();
  await desk.roll('ami-1');
  const victim = desk.start(write);
  const order = { ...store, image: { id: 'ami-2' }, settings: desk.settings };
  await desk.run(Promise.race([deploy(order, victim.ports, victim.signal), victim.death]));
  expect(victim.dead()).toBe(true);
  return desk;
}

describe('an upgrade that is killed', () => {
  const cases = Array.from({ length: writes }, (_, index) => index + 1);

  test('writes its journal often enough for this to mean something', () => {
    expect(writes).toBeGreaterThan(20);
  });

  test.each(cases)('after entry %i is finished by a resume', async (write) => {
    const desk = await killedAfter(write);
    const { ports, signal } = desk.start();
    expect(await desk.run(resumeRollout(store, ports, signal))).toMatchObject({
      kind: 'deployed',
      release: { id: 'r2' },
    });
    expect(releases(desk)).toEqual(['r2', 'r2', 'r2']);
    expect(desk.world.up).toEqual(['m-1', 'm-2', 'm-3']);
    expect(desk.world.broken).toEqual([]);
  });

  test.each(cases)('after entry %i leaves every member up after an abort', async (write) => {
    const desk = await killedAfter(write);
    const { ports, signal } = desk.start();
    const outcome = await desk.run(abortRollout(store, ports, signal));
    expect(['aborted', 'stopped', 'no-rollout']).toContain(outcome.kind);
    expect(desk.world.up).toEqual(['m-1', 'm-2', 'm-3']);
    expect(desk.world.broken).toEqual([]);
  });

  test.each(cases)('after entry %i is put right by the next deploy', async (write) => {
    const desk = await killedAfter(write);
    const outcome = await desk.roll('ami-3');
    expect(outcome).toMatchObject({ kind: 'deployed' });
    expect(new Set(releases(desk)).size).toBe(1);
    expect(desk.world.up).toEqual(['m-1', 'm-2', 'm-3']);
    expect(desk.world.broken).toEqual([]);
  });
});
