import { setTimeout as sleep } from 'node:timers/promises';
import { TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { expect } from 'vitest';
import { memberInstances } from './cluster-watch.ts';
import { cutNetwork } from './cut-network.ts';
import type { EtcdCluster } from './etcd-cluster.ts';
import { eventsOf, memberAction, type RunEvent } from './run-events.ts';

/** What goes wrong in the middle of an upgrade. */
export interface EtcdFault {
  readonly name: string;
  /** Whether it is one of the few that CI has time for. */
  readonly sampled: boolean;
  /** How long a client may have to wait where it is not we who cost the quorum. */
  readonly mostPauseMs?: number;
  /** Upgrades, has it go wrong, expects the end that it should have, and answers what there is to tell. */
  readonly run: (store: EtcdCluster) => Promise<string>;
}

const cutMs = 15_000;

/** By themselves these take nobody's data, and none but the last more than one member. */
export const etcdFaults: readonly EtcdFault[] = [
  {
    name: 'an instance that dies as soon as it is launched, and volumes that are slow to be let go',
    sampled: true,
    run: async (store) => {
      await store.imago(['local', 'faults', 'set', 'DetachVolume', '--slow-detach', '4s']);
      const { told, launches } = await upgradeWhile(store, 'launch-member', (member) =>
        endInstance(store, member),
      );
      expect(launches, told).toBe(4);
      return told;
    },
  },
  {
    name: 'volumes that are stuck when they are to be let go',
    sampled: false,
    run: async (store) => {
      await store.imago(['local', 'faults', 'set', 'DetachVolume', '--stuck-detach', '100%']);
      return (await upgradeWhile(store)).told;
    },
  },
  { name: 'an image without etcd', sampled: false, run: deployBroken },
  {
    name: 'a network that is cut between the leader and a follower, for 15 seconds',
    sampled: false,
    run: async (store) => {
      const { leader, followers } = await standing(store);
      return await whileCut(store, [leader, followers[1] ?? ''], 0);
    },
  },
  {
    name: 'a network that is cut between the followers before the leader goes, for 15 seconds',
    sampled: false,
    run: async (store) => whileCut(store, (await standing(store)).followers, 1),
  },
  {
    name: 'another member that dies while one is out',
    sampled: false,
    mostPauseMs: 60_000,
    run: async (store) => {
      const { leader } = await standing(store);
      return (await upgradeWhile(store, 'terminate-member', () => endInstance(store, leader))).told;
    },
  },
];

/** Upgrades; when the first action of that kind is done, something happens to its member or to another one. */
async function upgradeWhile(
  store: EtcdCluster,
  kind?: string,
  then: (member: string) => Promise<void> = () => Promise.resolve(),
): Promise<{ readonly told: string; readonly launches: number }> {
  let happening: Promise<void> | undefined;
  const onEvent = (event: RunEvent): void => {
    const [done, member = ''] = memberAction(event, 'finished')?.split(' ') ?? [];
    if (done !== undefined && done === kind) happening ??= then(member);
  };
  const result = await store.deploy({ onEvent }, '--force');
  await happening;
  const told = `${result.stdout}\n${result.stderr}`;
  expect(result.status, told).toBe(0);
  const actions = eventsOf(result).flatMap((event) => memberAction(event, 'started') ?? []);
  return { told, launches: actions.filter((action) => action.startsWith('launch-member')).length };
}

/** The member that got it is put back on the image before, the run stops, and says which, why and what runs. */
async function deployBroken(store: EtcdCluster): Promise<string> {
  const { live } = await store.status();
  const { status, stdout, stderr } = await store.imago(['deploy', 'store'], {
    env: { BROKEN: '1', DEADLINE: '20s' },
  });
  const told = `${stdout}\n${stderr}`;
  expect(status, told).toBe(1);
  expect(told).toMatch(/r\d+ was refused: store-\d was not healthy after 20s: no answer from \S+:2379/);
  expect(told).toContain(`${live} is live`);
  const { quorum, members } = await store.status();
  expect(quorum, told).toBe(true);
  const releases = members.map(({ instances }) => instances.map(({ release }) => release));
  expect(releases, told).toEqual([[live], [live], [live]]);
  return told;
}

/** Upgrades, and cuts the network between two members for a while once a step has passed. */
async function whileCut(store: EtcdCluster, members: readonly string[], step: number): Promise<string> {
  const [one = '', other = ''] = members.map((member) => store.addresses.get(member));
  let mended: Promise<void> | undefined;
  const onEvent = ({ code, index }: RunEvent): void => {
    if (code !== 'step-passed' || index !== step || mended !== undefined) return;
    const cut = cutNetwork(one, other);
    mended = sleep(cutMs).then(cut.mend);
  };
  const { status, stdout, stderr } = await store.deploy({ onEvent }, '--force');
  await mended;
  const told = `${stdout}\n${stderr}`;
  expect(mended, told).toBeDefined();
  expect(status, told).toBe(0);
  return told;
}

/** Somebody else ends a member's instance, as a failure of its hardware does. */
async function endInstance({ ec2 }: EtcdCluster, member: string): Promise<void> {
  const instances = (await memberInstances(ec2)).get(member) ?? [];
  const InstanceIds = instances.map(({ InstanceId = '' }) => InstanceId);
  await ec2.send(new TerminateInstancesCommand({ InstanceIds }));
}

/** Who leads, and so goes last, and the others in the order in which they go. */
async function standing(
  store: EtcdCluster,
): Promise<{ readonly leader: string; readonly followers: readonly string[] }> {
  const { leader } = await store.status();
  return { leader, followers: [...store.addresses.keys()].filter((name) => name !== leader) };
}
