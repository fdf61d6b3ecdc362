import { setTimeout as sleep } from 'node:timers/promises';
import { TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { clusterFacts, type ClusterFacts, memberInstances, watchCluster } from './support/cluster-watch.ts';
import { cutNetwork } from './support/cut-network.ts';
import { type EtcdCluster, foundEtcd } from './support/etcd-cluster.ts';
import { watchLeaders } from './support/etcd-leaders.ts';
import { type EtcdTotals, startEtcdLoad } from './support/etcd-load.ts';
import type { Result } from './support/run-imago.ts';

/** Every fault and every entry of the journal with `npm run test:cluster-faults`; a sample in CI. */
const wide = process.env['IMAGO_CLUSTER_FAULTS'] === 'all';
const seed = Number(process.env['IMAGO_SEED'] ?? Date.now() % 1_000_000);
/** In the wide run: every so many entries of the journal. */
const stride = Number(process.env['IMAGO_STRIDE'] ?? 1);

let store: EtcdCluster;
let before: ClusterFacts;
/** Entries of the journal of an upgrade that nothing disturbs. */
let entries = 60;

beforeAll(async () => {
  store = await foundEtcd('10.203.0.0/16');
  before = await clusterFacts(store.ec2);
});
afterEach(() => store.imago(['local', 'faults', 'clear']));
afterAll(() => store.close());

/** An event of a run, as `--json` tells it. */
interface Told {
  readonly code: string;
  readonly [field: string]: unknown;
}

const deploy = (
  options: { readonly env?: Record<string, string>; readonly onEvent?: (event: Told) => void } = {},
  ...args: readonly string[]
): Promise<Result> => {
  const { onEvent, env = {} } = options;
  const onLine = (line: string): void => {
    const { event } = JSON.parse(line) as { readonly event?: Told };
    if (event !== undefined) onEvent?.(event);
  };
  return store.imago(['deploy', 'store', '--json', ...args], { env, onLine });
};

const addressOf = (member: string): string => store.addresses.get(member) ?? '';

/** What was done to the members, in order: `stop store-2`. */
function actionsIn({ stdout }: Result): readonly string[] {
  return eventsIn(stdout).flatMap(({ code, action }) => {
    const { kind, member } = (action ?? {}) as { readonly kind?: string; readonly member?: string };
    return code === 'action-started' && member !== undefined ? [`${kind} ${member}`] : [];
  });
}

const eventsIn = (stdout: string): readonly Told[] =>
  stdout
    .split('\n')
    .filter(Boolean)
    .flatMap((line) => (JSON.parse(line) as { readonly event?: Told }).event ?? []);

/** Does something under a client that writes and reads without pause, and expects that it harmed nobody. */
async function underLoad(what: string, work: () => Promise<string>): Promise<EtcdTotals> {
  const watch = watchCluster(store.cloud);
  const load = startEtcdLoad([...store.addresses.values()]);
  const begun = performance.now();
  let told = what;
  try {
    told = `${what}\n${await work()}`;
  } finally {
    const seconds = ((performance.now() - begun) / 1000).toFixed(0);
    const [seen, totals] = await Promise.all([watch.stop(), load.stop()]);
    const { written, read, retries, longestPauseMs } = totals;
    console.log(
      `${what}: ${seconds} s, ${written} writes, ${read} reads, ${retries} retries, longest pause ${longestPauseMs} ms`,
    );
    expect(seen, told).toEqual([]);
    expect(totals.lost, told).toEqual([]);
    expect(totals.failures, told).toEqual([]);
    expect(totals.written, told).toBeGreaterThan(100);
    expect(await clusterFacts(store.ec2), told).toEqual(before);
    // eslint-disable-next-line no-unsafe-finally
    return totals;
  }
}

it(
  'comes from etcd 3.4 to 3.5 with no lost write and no change of leaders but our own',
  { timeout: 240_000 },
  async () => {
    const baked = await store.imago(['bake', '--quiet']);
    expect(baked, baked.stderr).toMatchObject({ status: 0 });
    const leaders = watchLeaders([...store.addresses.values()]);
    await underLoad('an upgrade of three members', async () => {
      store.proxy.arm(Number.POSITIVE_INFINITY, () => {});
      const upgraded = await deploy();
      entries = store.proxy.writes();
      const changes = await leaders.stop();
      const told = `${upgraded.stderr}\n${upgraded.stdout}\n${JSON.stringify(changes)}`;
      expect(upgraded.status, told).toBe(0);
      const handedOver = eventsIn(upgraded.stdout).filter(
        ({ code, detail }) => code === 'check-ended' && String(detail).includes('Leadership transferred'),
      );
      expect(handedOver, told).toHaveLength(1);
      expect(changes.length - handedOver.length, told).toBeLessThanOrEqual(1);
      const { stdout } = await store.imago(['status', 'store', '--json']);
      const { members } = JSON.parse(stdout) as {
        readonly members: readonly { readonly health: { version: string } }[];
      };
      expect(members.map(({ health }) => health.version.replace(/\.\d+$/, ''))).toEqual([
        '3.5',
        '3.5',
        '3.5',
      ]);
      return told;
    });
  },
);
