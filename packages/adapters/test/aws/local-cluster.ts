import { createAwsClients, createClusterCloud } from '@imago/adapters';
import type { AwsClients } from '@imago/adapters';
import { minutes, seconds } from '@imago/engine';
import type {
  ClusterCloud,
  ClusterSettings,
  MemberOrder,
  ObservedMember,
  VolumeSettings,
} from '@imago/engine';
import { createBalancersController } from '../../../local-cloud/src/controllers/balancers-controller.ts';
import { createLifecycleController } from '../../../local-cloud/src/controllers/lifecycle-controller.ts';
import { seedSnapshotRole } from '../../../local-cloud/src/services/dlm/default-role.ts';
import { startTestCloud, TEST_ACCESS_KEY } from '../../../local-cloud/test/harness.ts';
import type { TestCloud } from '../../../local-cloud/test/harness.ts';

export const ref = { project: 'store', environment: 'production' };

/** A data volume as configs describe one. */
export const dataVolume: VolumeSettings = {
  name: 'data',
  sizeGiB: 8,
  type: 'gp3',
  encrypted: false,
  device: '/dev/xvdf',
  mountPoint: '/var/lib/etcd',
  fileSystem: 'ext4',
  owner: 'etcd:etcd',
  mode: '0700',
};

/** Settings of a cluster of three. */
export function clusterSettings(change: Partial<ClusterSettings> = {}): ClusterSettings {
  return {
    kind: 'cluster',
    members: [1, 2, 3].map((ordinal) => ({ ordinal, name: `etcd-${ordinal}` })),
    volumes: [dataVolume],
    instanceType: 't3.small',
    subnets: [],
    ports: [2379, 2380],
    allowFrom: ['10.0.0.0/8'],
    sshFrom: ['10.213.0.1/32'],
    start: 'systemctl start etcd',
    bootstrap: 'parallel',
    downgrade: 'refused',
    health: {
      kind: 'etcd',
      name: 'etcd',
      sampling: { interval: seconds(1), count: 1, failureLimit: 1, timeout: seconds(2) },
      maxBehind: 100,
      port: 2379,
      scheme: 'http',
      from: 'here',
    },
    gates: [],
    hooks: [],
    tests: [],
    tags: { team: 'storage' },
    strategy: {
      kind: 'one-at-a-time',
      healthyDeadline: minutes(10),
      stopDeadline: minutes(5),
      minHealthyTime: seconds(10),
      firstMemberBakeTime: seconds(0),
      bakeTime: seconds(0),
      progressDeadline: minutes(15),
      autoRollback: true,
      snapshots: true,
    },
    requireRehearsal: false,
    notifications: [],
    ...change,
  };
}

/** A local cloud without machines, and the cluster port on it; each call of an action is counted. */
export interface LocalCluster {
  readonly local: TestCloud;
  readonly aws: AwsClients;
  readonly cloud: ClusterCloud;
  readonly settings: ClusterSettings;
  /** Actions called since the last time this was asked, sorted. */
  calls(): readonly string[];
  order(ordinal: number, change?: Partial<MemberOrder>): MemberOrder;
  member(ordinal: number): Promise<ObservedMember>;
  /** The id of a member's only instance. */
  instance(ordinal: number): Promise<string>;
  /** Ticks, with time going by, until everything has settled. */
  settle(): Promise<void>;
  /** A member with its interface, volumes and a running instance that has them. */
  bring(ordinal: number): Promise<void>;
  close(): Promise<void>;
}

/** Starts it, with a security group and a launch template of r1. */
export async function startLocalCluster(change: Partial<ClusterSettings> = {}): Promise<LocalCluster> {
  const settings = clusterSettings(change);
  const local = await startTestCloud({
    services: ['ec2', 'elbv2', 'route53', 'dlm', 'iam'],
    controllers: [createBalancersController, createLifecycleController],
  });
  seedSnapshotRole(local.cloud);
  const { accessKeyId, secretAccessKey } = TEST_ACCESS_KEY;
  const aws = createAwsClients({
    region: 'us-east-1',
    endpoint: local.endpoint,
    credentials: { accessKeyId, secretAccessKey },
  });
  const called: string[] = [];
  const count =
    <Args, Result>(
      next: (args: Args) => Promise<Result>,
      { commandName = '' }: { readonly commandName?: string },
    ) =>
    (args: Args): Promise<Result> => {
      called.push(commandName.replace(/Command$/, ''));
      return next(args);
    };
  const first = { step: 'initialize', name: 'count' } as const;
  aws.ec2.middlewareStack.add(count, first);
  aws.elbv2.middlewareStack.add(count, first);
  const [image] = local.cloud.tables.images.values();
  const cluster: LocalCluster = {
    local,
    aws,
    settings,
    cloud: createClusterCloud(aws, () => local.cloud.now()),
    calls: () => called.splice(0).sort(),
    order(ordinal, changes = {}) {
      const member = settings.members[ordinal - 1] ?? { ordinal, name: `etcd-${ordinal}` };
      const attempt = `r1-${member.name}-1`;
      const base = { member, release: 'r1' as const, image: { id: image?.id ?? '' }, settings, attempt };
      return { ...base, bootstrap: 'new', ...changes };
    },
    async member(ordinal) {
      const found = (await cluster.cloud.observe(ref)).members.find((member) => member.ordinal === ordinal);
      if (found === undefined) throw new Error(`there is no member ${ordinal}`);
      return found;
    },
    async instance(ordinal) {
      const [only, second] = (await cluster.member(ordinal)).instances;
      if (only === undefined || second !== undefined) throw new Error('not exactly one instance');
      return only.id;
    },
    async settle() {
      for (let round = 0; round < 6; round += 1) {
        await local.tick();
        local.advance(5);
      }
    },
    async bring(ordinal) {
      const order = cluster.order(ordinal);
      await cluster.cloud.ensureMember(ref, order.member, settings);
      await cluster.settle();
      await cluster.cloud.launchMember(ref, order);
      await cluster.settle();
      await cluster.cloud.attachVolumes(ref, order.member.name, await cluster.instance(ordinal), settings);
      await cluster.settle();
    },
    async close() {
      aws.close();
      await local.close();
    },
  };
  await cluster.cloud.ensureCluster(ref, settings);
  await cluster.cloud.ensureTemplate(ref, 'r1', { id: image?.id ?? '' }, settings);
  called.splice(0);
  return cluster;
}
