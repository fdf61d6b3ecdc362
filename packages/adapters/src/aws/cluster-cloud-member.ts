import { CreateNetworkInterfaceCommand, CreateVolumeCommand } from '@aws-sdk/client-ec2';
import type { NetworkInterface, Volume, VolumeType } from '@aws-sdk/client-ec2';
import { CloudError, environmentPath, ImagoError } from '@imago/engine';
import type { ClusterSettings, EnvironmentRef, MemberSettings, VolumeSettings } from '@imago/engine';
import { clientToken } from './client-token.ts';
import type { AwsClients } from './clients.ts';
import { findInterfaces, findVolumes } from './cluster-cloud-find.ts';
import { chooseSubnet, findSubnets } from './cluster-cloud-network.ts';
import { memberTags, memberTagKeys, volumeTag } from './cluster-cloud-tags.ts';
import { findSecurityGroups } from './fleet-cloud-find.ts';
import { roleTag } from './fleet-cloud-tags.ts';

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
 * Network interface and volumes that a member lacks; volumes of the names in `snapshots` are made from those. What is
 * there stays as it is.
 */
export async function ensureMember(
  making: Making,
  snapshots: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { aws, ref, member, settings } = making;
  const [interfaces, all] = await Promise.all([
    findInterfaces(aws, ref, member.name),
    findVolumes(aws, ref, member.name),
  ]);
  const volumes = all.filter(({ State }) => State !== 'deleting');
  const zone =
    interfaces[0]?.AvailabilityZone ?? (await ensureInterface(making, volumes)).AvailabilityZone ?? '';
  const elsewhere = volumes.find(({ AvailabilityZone }) => AvailabilityZone !== zone);
  if (elsewhere !== undefined) throw apart(member, zone, elsewhere);
  const missing = settings.volumes.filter(
    ({ name }) => !volumes.some(({ Tags }) => volumeTag(Tags) === name),
  );
  await Promise.all(missing.map((volume) => createVolume(making, volume, zone, snapshots[volume.name])));
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
  const { id } = chooseSubnet(subnets, member, volumes[0]?.AvailabilityZone);
  const { name, address } = member;
  const command = new CreateNetworkInterfaceCommand({
    SubnetId: id,
    Groups: [group],
    Description: `${name} of ${environmentPath(ref)}`,
    ClientToken: clientToken(ref, name, 'interface', id, group, period(now)),
    TagSpecifications: [
      {
        ResourceType: 'network-interface',
        Tags: memberTags(ref, { role: 'member-interface', member, name, own: settings.tags }),
      },
    ],
    ...(address === undefined ? {} : { PrivateIpAddress: address }),
  });
  return (await aws.ec2.send(command)).NetworkInterface ?? {};
}

async function createVolume(
  { aws, ref, member, settings, now }: Making,
  volume: VolumeSettings,
  zone: string,
  snapshot: string | undefined,
): Promise<void> {
  const { name, sizeGiB, type, iops, throughput, encrypted, kmsKey } = volume;
  const command = new CreateVolumeCommand({
    AvailabilityZone: zone,
    Size: sizeGiB,
    // EC2 may know more types than this SDK.
    VolumeType: type as VolumeType,
    ClientToken: clientToken(ref, member.name, 'volume', name, zone, snapshot ?? '', period(now)),
    TagSpecifications: [
      {
        ResourceType: 'volume',
        Tags: memberTags(ref, {
          role: 'member-volume',
          member,
          name: `${member.name}-${name}`,
          own: settings.tags,
          // No file system is ever made on what holds somebody's data.
          more: { [memberTagKeys.volume]: name, [memberTagKeys.formatted]: String(snapshot !== undefined) },
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

const period = (now: Date): string => String(Math.floor(now.getTime() / sameFor));

const apart = ({ name }: MemberSettings, zone: string, { VolumeId, AvailabilityZone }: Volume): ImagoError =>
  new ImagoError({
    code: 'member-apart',
    source: 'user',
    message: `the network interface of ${name} is in ${zone}, and its volume ${VolumeId} in ${AvailabilityZone}`,
    fix: 'delete the network interface: the next deploy makes one where the volume is',
  });
