import {
  DescribeInstancesCommand,
  RunInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import type { Instance, NetworkInterface, TagSpecification, Volume } from '@aws-sdk/client-ec2';
import { CloudError } from '@imago/engine';
import type { EnvironmentRef, MemberOrder } from '@imago/engine';
import { clientToken } from './client-token.ts';
import type { AwsClients } from './clients.ts';
import { findInstances, findInterfaces, findVolumes } from './cluster-cloud-find.ts';
import {
  isFormatted,
  memberTag,
  memberTags,
  memberTagKeys,
  ordinalTag,
  volumeTag,
} from './cluster-cloud-tags.ts';
import { tagOf } from './fleet-cloud-tags.ts';
import { findTemplate } from './fleet-cloud-template.ts';
import { tolerate } from './fleet-cloud-tolerate.ts';
import { memberUserData } from './member-user-data.ts';
import type { BootVolume } from './member-user-data.ts';

/**
 * Starts a member's instance on its network interface: RunInstances. Three things keep it from having two: the look
 * here, the order's token, and the interface, which EC2 gives to one instance only.
 */
export async function launchMember(aws: AwsClients, ref: EnvironmentRef, order: MemberOrder): Promise<void> {
  const { member, release, settings, attempt } = order;
  const [instances, interfaces, volumes, template] = await Promise.all([
    findInstances(aws, ref, member.name),
    findInterfaces(aws, ref),
    findVolumes(aws, ref, member.name),
    findTemplate(aws, ref, release),
  ]);
  if (instances.some(({ Tags }) => tagOf(Tags, memberTagKeys.attempt) === attempt)) return;
  const [other] = instances;
  if (other !== undefined) throw occupied(member.name, other);
  const NetworkInterfaceId = interfaces.find(
    ({ TagSet }) => memberTag(TagSet) === member.name,
  )?.NetworkInterfaceId;
  if (NetworkInterfaceId === undefined)
    throw new CloudError('not-found', 'NotFound', `${member.name} has no network interface`);
  const userData = memberUserData({
    environment: ref,
    member: { ...member, address: addressOf(interfaces, member.name) },
    release,
    members: peersIn(interfaces),
    bootstrap: order.bootstrap,
    volumes: bootVolumes(order, volumes),
    start: settings.start,
    userData: settings.userData,
  });
  const Tags = memberTags(ref, {
    role: 'member',
    member,
    name: member.name,
    release,
    own: settings.tags,
    more: { [memberTagKeys.attempt]: attempt },
  });
  const TagSpecifications: TagSpecification[] = [
    { ResourceType: 'instance', Tags },
    { ResourceType: 'volume', Tags },
  ];
  const command = new RunInstancesCommand({
    LaunchTemplate: template,
    MinCount: 1,
    MaxCount: 1,
    NetworkInterfaces: [{ DeviceIndex: 0, NetworkInterfaceId, DeleteOnTermination: false }],
    UserData: Buffer.from(userData).toString('base64'),
    ClientToken: clientToken(ref, 'launch', attempt, NetworkInterfaceId),
    TagSpecifications,
  });
  try {
    await aws.ec2.send(command);
  } catch (error) {
    // This attempt was made, with what was true then.
    if (error instanceof CloudError && error.awsCode === 'IdempotentParameterMismatch') return;
    throw error;
  }
}

/** StopInstances: in order, or with `force` at once. One that is terminated, or about to be, runs no more either. */
export async function stopMember(aws: AwsClients, instance: string, force: boolean): Promise<void> {
  const InstanceIds = [instance];
  const command = new StopInstancesCommand({ InstanceIds, ...(force ? { Force: true } : {}) });
  try {
    await tolerate(['not-found'], aws.ec2.send(command));
  } catch (error) {
    if (!(error instanceof CloudError) || error.kind !== 'conflict') throw error;
    const found = await tolerate(['not-found'], aws.ec2.send(new DescribeInstancesCommand({ InstanceIds })));
    const state = found?.Reservations?.[0]?.Instances?.[0]?.State?.Name;
    // One that is only starting can be stopped in a moment.
    if (state === 'pending' || state === 'running') throw error;
  }
}

/** TerminateInstances: its interface and its data volumes stay. */
export async function terminateMember(aws: AwsClients, instance: string): Promise<void> {
  await tolerate(['not-found'], aws.ec2.send(new TerminateInstancesCommand({ InstanceIds: [instance] })));
}

/** Members with their addresses, by ordinal. */
export function peersIn(
  interfaces: readonly NetworkInterface[],
): readonly { readonly name: string; readonly address: string }[] {
  const names = new Map(interfaces.map(({ TagSet }) => [memberTag(TagSet) ?? '', ordinalTag(TagSet)]));
  return [...names]
    .sort(([, a], [, b]) => a - b)
    .map(([name]) => ({ name, address: addressOf(interfaces, name) }));
}

const addressOf = (interfaces: readonly NetworkInterface[], member: string): string =>
  interfaces.find(({ TagSet }) => memberTag(TagSet) === member)?.PrivateIpAddress ?? '';

function bootVolumes({ member, settings }: MemberOrder, volumes: readonly Volume[]): readonly BootVolume[] {
  return settings.volumes.map((volume) => {
    const found = volumes.find(({ Tags, State }) => volumeTag(Tags) === volume.name && State !== 'deleting');
    const { VolumeId: id, SnapshotId = '', Tags } = found ?? {};
    if (id === undefined)
      throw new CloudError('not-found', 'NotFound', `${member.name} has no volume ${volume.name}`);
    return { id, settings: volume, formatted: isFormatted(Tags), restored: SnapshotId !== '' };
  });
}

const occupied = (member: string, { InstanceId, State }: Instance): CloudError =>
  new CloudError('conflict', 'MemberOccupied', `${member} still has ${InstanceId}, which is ${State?.Name}`);
