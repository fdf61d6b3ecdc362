import { CreateSnapshotCommand, CreateSnapshotsCommand } from '@aws-sdk/client-ec2';
import type { Snapshot, Volume } from '@aws-sdk/client-ec2';
import { CloudError } from '@imago/engine';
import type { EnvironmentRef, VolumeCopies } from '@imago/engine';
import type { AwsClients } from './clients.ts';
import { findVolumes } from './cluster-cloud-find.ts';
import { memberTag, memberTagKeys, volumeTag } from './cluster-cloud-tags.ts';
import { tagsOf } from './fleet-cloud-tags.ts';
import { findAllSnapshots } from './rehearsal-parts.ts';

interface Copy {
  readonly volume: Volume;
  readonly snapshot: string;
  readonly sizeGiB: number;
}

/**
 * Begins a snapshot of every data volume of a cluster: CreateSnapshots for those that are on one instance, which fixes
 * them at one moment. They belong to the rehearsal alone: no rollout of the cluster counts or deletes them.
 */
export async function copyVolumes(
  aws: AwsClients,
  from: EnvironmentRef,
  to: EnvironmentRef,
  own: Readonly<Record<string, string>>,
): Promise<VolumeCopies> {
  const volumes = await findVolumes(aws, from);
  const members = new Set(volumes.map(({ Tags }) => memberTag(Tags) ?? ''));
  const copies = await Promise.all(
    [...members].map(async (member) => {
      const theirs = volumes.filter(({ Tags }) => memberTag(Tags) === member);
      const tags = [
        ...tagsOf(to, 'member-snapshot', undefined, own),
        { Key: memberTagKeys.member, Value: member },
      ];
      return [member, byVolume(await copyMember(aws, member, theirs, { from, tags }))] as const;
    }),
  );
  return Object.fromEntries(copies);
}

/** Those of these snapshots that are not complete, or not shown yet. */
export async function openCopies(
  aws: AwsClients,
  ref: EnvironmentRef,
  ids: readonly string[],
): Promise<readonly string[]> {
  const found = new Map(
    (await findAllSnapshots(aws, ref)).map(({ SnapshotId, State }) => [SnapshotId, State] as const),
  );
  const failed = ids.filter((id) => found.get(id) === 'error');
  if (failed.length > 0) {
    throw new CloudError(
      'invalid',
      'SnapshotFailed',
      `Elastic Block Store could not make ${failed.join(', ')}`,
    );
  }
  return ids.filter((id) => found.get(id) !== 'completed');
}

async function copyMember(
  aws: AwsClients,
  member: string,
  volumes: readonly Volume[],
  { from, tags }: { readonly from: EnvironmentRef; readonly tags: { Key: string; Value: string }[] },
): Promise<readonly Copy[]> {
  const Description = `${member} of ${from.environment} for a rehearsal`;
  const TagSpecifications = [{ ResourceType: 'snapshot' as const, Tags: tags }];
  const holders = new Set(volumes.map(({ Attachments = [] }) => Attachments[0]?.InstanceId));
  const [holder] = holders;
  if (holders.size === 1 && holder !== undefined) {
    const InstanceSpecification = { InstanceId: holder, ExcludeBootVolume: true };
    const command = new CreateSnapshotsCommand({ InstanceSpecification, Description, TagSpecifications });
    const { Snapshots = [] } = await aws.ec2.send(command);
    return volumes.flatMap((volume) =>
      Snapshots.filter(({ VolumeId }) => VolumeId === volume.VolumeId).map((made) => copyOf(volume, made)),
    );
  }
  return Promise.all(
    volumes.map(async (volume) => {
      const { VolumeId } = volume;
      const made = await aws.ec2.send(
        new CreateSnapshotCommand({ VolumeId, Description, TagSpecifications }),
      );
      return copyOf(volume, made);
    }),
  );
}

const copyOf = (volume: Volume, { SnapshotId = '' }: Pick<Snapshot, 'SnapshotId'>): Copy => ({
  volume,
  snapshot: SnapshotId,
  sizeGiB: volume.Size ?? 0,
});

const byVolume = (copies: readonly Copy[]): VolumeCopies[string] =>
  Object.fromEntries(
    copies.map(({ volume, snapshot, sizeGiB }) => [volumeTag(volume.Tags) ?? '', { snapshot, sizeGiB }]),
  );
