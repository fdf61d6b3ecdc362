import {
  CreateNetworkInterfaceCommand,
  CreateVolumeCommand,
  DescribeSnapshotsCommand,
} from '@aws-sdk/client-ec2';
import type { NetworkInterface, Volume, VolumeType } from '@aws-sdk/client-ec2';
import { CloudError, environmentPath, ImagoError } from '@imago/engine';
import type {
  ClusterSettings,
  EnvironmentRef,
  MemberSettings,
  Restored,
  VolumeSettings,
} from '@imago/engine';
import { clientToken } from './client-token.ts';
import type { AwsClients } from './clients.ts';
import { findInterfaces, findVolumes } from './cluster-cloud-find.ts';
import { chooseSubnet, findSubnetOf, findSubnets } from './cluster-cloud-network.ts';
import { memberTags, memberTagKeys, volumeTag, scheduleTag } from './cluster-cloud-tags.ts';
import { findSecurityGroups } from './fleet-cloud-find.ts';
import { roleTag, tagOf } from './fleet-cloud-tags.ts';
import { tolerate } from './fleet-cloud-tolerate.ts';

/** How long a token stands for the same thing: longer than reads are behind, and soon over for what was deleted. */
const sameFor = 300_000;

interface Making {
  readonly aws: AwsClients;
  readonly ref: EnvironmentRef;
  readonly member: MemberSettings;
  readonly settings: ClusterSettings;
  readonly now: Date;
}

/**
 * Network interface and volumes that a member lacks; volumes of the names that `restored` has are made from those
 * snapshots. What is there stays as it is.
 */
export async function ensureMember(making: Making, restored?: Restored): Promise<void> {
  const { aws, ref, member, settings } = making;
  const [interfaces, all] = await Promise.all([
    findInterfaces(aws, ref, member.name),
    findVolumes(aws, ref, member.name),
  ]);
  const volumes = all.filter(({ State }) => State !== 'deleting');
  const { AvailabilityZone: zone = '', PrivateIpAddress: address = '' } =
    interfaces[0] ?? (await ensureInterface(making, volumes));
  const elsewhere = volumes.find(({ AvailabilityZone }) => AvailabilityZone !== zone);
  if (elsewhere !== undefined) throw apart(member, zone, elsewhere);
  const missing = settings.volumes.filter(
    ({ name }) => !volumes.some(({ Tags }) => volumeTag(Tags) === name),
  );
  await Promise.all(missing.map((volume) => createVolume(making, volume, { zone, address }, restored)));
}

async function ensureInterface(
  { aws, ref, member, settings, now }: Making,
  volumes: readonly Volume[],
): Promise<NetworkInterface> {
  const [groups, subnets] = await Promise.all([findSecurityGroups(aws, ref), findSubnets(aws, settings)]);
  const group = groups.find(({ Tags }) => roleTag(Tags) === 'instances')?.GroupId;
  if (group === undefined)
    throw new CloudError(
      'not-found',
      'NotFound',
      `${environmentPath(ref)} has no security group for members`,
    );
  const create = async (subnet: string, address?: string): Promise<NetworkInterface> => {
    const { name } = member;
    const command = new CreateNetworkInterfaceCommand({
      SubnetId: subnet,
      Groups: [group],
      Description: `${name} of ${environmentPath(ref)}`,
      ClientToken: clientToken(ref, name, 'interface', subnet, group, address ?? '', period(now)),
      TagSpecifications: [
        {
          ResourceType: 'network-interface',
          Tags: memberTags(ref, { role: 'member-interface', member, name, own: settings.tags }),
        },
      ],
      ...(address === undefined ? {} : { PrivateIpAddress: address }),
    });
    return (await aws.ec2.send(command)).NetworkInterface ?? {};
  };
  const zone = volumes[0]?.AvailabilityZone;
  const { id } = chooseSubnet(subnets, member, zone);
  const known = volumes.flatMap(({ Tags }) => tagOf(Tags, memberTagKeys.address) ?? [])[0];
  const there = known === undefined ? undefined : findSubnetOf(subnets, known, zone);
  if (member.address === undefined && there !== undefined) {
    // Somebody else may have it by now: `InvalidIPAddress.InUse`.
    const again = await tolerate(['conflict', 'invalid'], create(there.id, known));
    if (again !== undefined) return again;
  }
  return create(id, member.address);
}

async function createVolume(
  { aws, ref, member, settings, now }: Making,
  volume: VolumeSettings,
  { zone, address }: { readonly zone: string; readonly address: string },
  restored: Restored | undefined,
): Promise<void> {
  const { name, sizeGiB, type, iops, throughput, encrypted, kmsKey } = volume;
  const snapshot = restored?.snapshots[name];
  // Neither a volume from before nor one of an earlier restore of the same snapshot.
  const by = restored === undefined || snapshot === undefined ? '' : String(restored.rollout);
  const tags = {
    [memberTagKeys.volume]: name,
    // No file system is ever made on what holds somebody's data.
    [memberTagKeys.formatted]: String(snapshot !== undefined),
    [memberTagKeys.address]: address,
    [memberTagKeys.schedule]: scheduleTag(ref, name).Value,
    ...(by === '' ? {} : { [memberTagKeys.restoredBy]: by }),
  };
  const command = new CreateVolumeCommand({
    AvailabilityZone: zone,
    Size: Math.max(sizeGiB, await sizeOf(aws, snapshot)),
    // EC2 may know more types than this SDK.
    VolumeType: type as VolumeType,
    ClientToken: clientToken(ref, member.name, 'volume', name, zone, snapshot ?? '', by, period(now)),
    TagSpecifications: [
      {
        ResourceType: 'volume',
        Tags: memberTags(ref, {
          role: 'member-volume',
          member,
          name: `${member.name}-${name}`,
          own: settings.tags,
          more: tags,
        }),
      },
    ],
    ...(iops === undefined ? {} : { Iops: iops }),
    ...(throughput === undefined ? {} : { Throughput: throughput }),
    ...(encrypted ? { Encrypted: true } : {}),
    ...(kmsKey === undefined ? {} : { KmsKeyId: kmsKey }),
    ...(snapshot === undefined ? {} : { SnapshotId: snapshot }),
  });
  await aws.ec2.send(command);
}

/** A volume may have grown since its config was written. */
async function sizeOf(aws: AwsClients, snapshot: string | undefined): Promise<number> {
  if (snapshot === undefined) return 0;
  const { Snapshots } = await aws.ec2.send(new DescribeSnapshotsCommand({ SnapshotIds: [snapshot] }));
  return Snapshots?.[0]?.VolumeSize ?? 0;
}

const period = (now: Date): string => String(Math.floor(now.getTime() / sameFor));

const apart = ({ name }: MemberSettings, zone: string, { VolumeId, AvailabilityZone }: Volume): ImagoError =>
  new ImagoError({
    code: 'member-apart',
    source: 'user',
    message: `the network interface of ${name} is in ${zone}, and its volume ${VolumeId} in ${AvailabilityZone}`,
    fix: 'delete the network interface: the next deploy makes one where the volume is',
  });
