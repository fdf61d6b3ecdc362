import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { clusterFacts, type ClusterFacts, watchCluster } from './support/cluster-watch.ts';
import { type EtcdCluster, foundEtcd } from './support/etcd-cluster.ts';
import { etcdFaults } from './support/etcd-faults.ts';
import { watchLeaders } from './support/etcd-leaders.ts';
import { startEtcdLoad } from './support/etcd-load.ts';
import { eventsOf } from './support/run-events.ts';

/**
 * Every fault, and a kill after every entry of the journal, with `npm run test:cluster-faults`. CI has time for one of them: a
 * fault where the seed is even, a kill where it is odd.
 */
const wide = process.env['IMAGO_CLUSTER_FAULTS'] === 'all';
const seed = Number(process.env['IMAGO_SEED'] ?? Date.now() % 1_000_000);
/** In the wide run: a kill after every so many entries. */
const stride = Number(process.env['IMAGO_STRIDE'] ?? 1);

let store: EtcdCluster;
let before: ClusterFacts;
/** Entries in the journal of an upgrade that nothing disturbs. */
let entries = 60;

beforeAll(async () => {
  store = await foundEtcd('10.207.0.0/16');
  before = await clusterFacts(store.ec2);
  // The first time on a machine Debian's base images are made.
}, 600_000);
afterEach(() => store.imago(['local', 'faults', 'clear']));
afterAll(() => store.close());

/** A quorum that is there answers within an election or two, also on a busy machine. */
const mostPause = 10_000;

/** Does something under a client that writes and reads without pause, and expects that it did no harm. */
async function underLoad(
  what: string,
  work: () => Promise<string>,
  mostPauseMs: number = mostPause,
): Promise<void> {
  const watch = watchCluster(store.cloud);
  const load = startEtcdLoad([...store.addresses.values()]);
  const begun = performance.now();
  const [done] = await Promise.allSettled([work()]);
  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  const [seen, totals] = await Promise.all([watch.stop(), load.stop()]);
  const { written, read, retries, longestPauseMs } = totals;
  console.log(
    `${what}: ${seconds} s, ${written} writes, ${read} reads, ${retries} retries, longest pause ${longestPauseMs} ms`,
  );
  if (done.status === 'rejected') throw done.reason;
  const told = `${what}\n${done.value}`;
  expect(seen, told).toEqual([]);
  expect(totals.lost, told).toEqual([]);
  expect(totals.failures, told).toEqual([]);
  expect(longestPauseMs, told).toBeLessThan(mostPauseMs);
  expect(totals.written, told).toBeGreaterThan(100);
  expect(await clusterFacts(store.ec2), told).toEqual(before);
}

it(
  'comes from etcd 3.4 to 3.5 with no lost write and no change of leaders but our own',
  { timeout: 240_000 },
  async () => {
    const leaders = watchLeaders([...store.addresses.values()]);
    await underLoad('an upgrade of three members', async () => {
      store.proxy.arm(Number.POSITIVE_INFINITY, () => {});
      const upgraded = await store.deploy({ env: { TESTED: '1' } });
      entries = store.proxy.writes();
      const changes = await leaders.stop();
      const told = `${upgraded.stdout}\n${upgraded.stderr}\n${JSON.stringify(changes)}`;
      expect(upgraded.status, told).toBe(0);
      const ours = eventsOf(upgraded).filter(
        ({ code, detail }) => code === 'check-ended' && String(detail).includes('Leadership transferred'),
      );
      expect(ours.length, told).toBeGreaterThan(0);
      expect(changes.length, told).toBeLessThanOrEqual(ours.length + 1);
      const { members } = await store.status();
      for (const { health } of members) expect(health.version, told).toMatch(/^3\.5\./);
      return told;
    });
  },
);

for (const { name, sampled, run, mostPauseMs } of etcdFaults) {
  if (wide || (sampled && seed % 2 === 0)) {
    it(`does no harm in an upgrade with ${name} (seed ${seed})`, { timeout: 300_000 }, () =>
      underLoad(name, () => run(store), mostPauseMs),
    );
  }
}

if (wide || seed % 2 === 1) {
  it(
    `killed after entries of its journal, it is resumed and loses nothing (seed ${seed})`,
    { timeout: wide ? 7_200_000 : 300_000 },
    async () => {
      const all = Array.from({ length: entries }, (_, index) => index + 1);
      const writes = wide ? all.filter((write) => write % stride === seed % stride) : [1 + (seed % entries)];
      for (const write of writes) {
        await underLoad(`killed after entry ${write} of ${entries}`, async () => {
          const killed = await store.deploy({ onStart: (kill) => store.proxy.arm(write, kill) }, '--force');
          store.proxy.arm(Number.POSITIVE_INFINITY, () => {});
          const resumed = await store.imago(['resume', 'store']);
          const told = `${killed.stdout}\n${killed.stderr}\nresume:\n${resumed.stdout}\n${resumed.stderr}`;
          // The last entry closes the journal: then there is nothing left to resume.
          expect([0, 2], told).toContain(resumed.status);
          return told;
        });
      }
    },
  );
}
