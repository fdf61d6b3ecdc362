import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeInstancesCommand,
  DescribeVolumesCommand,
  EC2Client,
  type Instance,
  type Volume,
} from '@aws-sdk/client-ec2';
import type { ScenarioCloud } from './local-cloud.ts';

/** What a cluster must be like when nothing is rolled out. */
export interface ClusterFacts {
  /** By member, how many instances there are. */
  readonly instances: Readonly<Record<string, number>>;
  /** By member, its volumes' ids, each with whether it is attached to that member's instance. */
  readonly volumes: Readonly<Record<string, readonly string[]>>;
}

/** Somebody who looks at the cloud all the time for what must never be. */
export interface ClusterWatch {
  /** Ends it and answers what was seen, one line each. */
  stop(): Promise<readonly string[]>;
}

const intervalMs = 300;
/** A member has no second instance while one of these is there. */
const there = ['pending', 'running', 'stopping', 'stopped'];

/** A client for the cloud of a scenario, to be destroyed by whoever made it. */
export function ec2Of({ env, endpoint, region }: ScenarioCloud): EC2Client {
  const credentials = {
    accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
  };
  return new EC2Client({ endpoint, region, credentials });
}

/** Instances of members that are there, or on their way to or from a stop; by the member's name. */
export async function memberInstances(ec2: EC2Client): Promise<ReadonlyMap<string, readonly Instance[]>> {
  const Filters = [
    { Name: 'tag:imago:role', Values: ['member'] },
    { Name: 'instance-state-name', Values: there },
  ];
  const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ Filters }));
  const byMember = new Map<string, Instance[]>();
  for (const instance of Reservations.flatMap(({ Instances = [] }) => Instances)) {
    byMember.set(memberOf(instance), [...(byMember.get(memberOf(instance)) ?? []), instance]);
  }
  return byMember;
}

/** Reads the facts from the cloud, past everything that Imago believes. */
export async function clusterFacts(ec2: EC2Client): Promise<ClusterFacts> {
  const instances = await memberInstances(ec2);
  const volumes = new Map<string, string[]>();
  for (const volume of await memberVolumes(ec2)) {
    const { VolumeId, Attachments = [] } = volume;
    const member = memberOf(volume);
    const own = instances.get(member)?.map(({ InstanceId }) => InstanceId) ?? [];
    const attached =
      Attachments.length === 1 &&
      Attachments.every(({ InstanceId, State }) => own.includes(InstanceId) && State === 'attached');
    volumes.set(member, [
      ...(volumes.get(member) ?? []),
      `${VolumeId} ${attached ? 'attached' : 'not attached'}`,
    ]);
  }
  return {
    instances: Object.fromEntries([...instances].map(([member, list]) => [member, list.length])),
    volumes: Object.fromEntries(volumes),
  };
}

/** Watches a cluster: no member has two instances, no volume is attached twice, and none of them goes away. */
export function watchCluster(cloud: ScenarioCloud): ClusterWatch {
  const ec2 = ec2Of(cloud);
  const seen = new Set<string>();
  const known = new Set<string>();
  const ended = new AbortController();

  async function look(): Promise<void> {
    for (const [member, instances] of await memberInstances(ec2)) {
      const ids = instances.map(({ InstanceId, State }) => `${InstanceId} ${State?.Name}`);
      if (ids.length > 1) seen.add(`${member} has ${ids.join(' and ')}`);
    }
    const volumes = await memberVolumes(ec2);
    for (const { VolumeId = '', Attachments = [] } of volumes) {
      known.add(VolumeId);
      if (Attachments.length > 1) seen.add(`${VolumeId} has ${Attachments.length} attachments`);
    }
    for (const id of known) if (!volumes.some(({ VolumeId }) => VolumeId === id)) seen.add(`${id} is gone`);
  }

  const loop = (async () => {
    for (; !ended.signal.aborted; await sleep(intervalMs)) await look();
  })();
  return {
    async stop() {
      ended.abort();
      await loop;
      ec2.destroy();
      return [...seen];
    },
  };
}

async function memberVolumes(ec2: EC2Client): Promise<readonly Volume[]> {
  const Filters = [{ Name: 'tag:imago:role', Values: ['member-volume'] }];
  return (await ec2.send(new DescribeVolumesCommand({ Filters }))).Volumes ?? [];
}

const memberOf = ({ Tags = [] }: Pick<Instance | Volume, 'Tags'>): string =>
  Tags.find(({ Key }) => Key === 'imago:member')?.Value ?? '';
