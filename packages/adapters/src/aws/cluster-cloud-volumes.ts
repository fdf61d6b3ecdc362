import {
  AttachVolumeCommand,
  CreateSnapshotCommand,
  CreateSnapshotsCommand,
  CreateTagsCommand,
  DeleteSnapshotCommand,
  DeleteVolumeCommand,
  DetachVolumeCommand,
} from '@aws-sdk/client-ec2';
import type { Volume } from '@aws-sdk/client-ec2';
import { CloudError, tagKeys } from '@imago/engine';
import type { ClusterSettings, EnvironmentRef } from '@imago/engine';
import type { AwsClients } from './clients.ts';
import { findAllVolumes, findSnapshots, findVolumes } from './cluster-cloud-find.ts';
import { isFormatted, memberTagKeys, rolloutTag, scheduleTag, volumeTag } from './cluster-cloud-tags.ts';
import type { Role } from './fleet-cloud-tags.ts';
import { tolerate } from './fleet-cloud-tolerate.ts';

/** Attaches a member's volumes to its instance; one that another instance has is refused, never taken from it. */
export async function attachVolumes(
  aws: AwsClients,
  ref: EnvironmentRef,
  {
    member,
    instance,
    settings,
  }: { readonly member: string; readonly instance: string; readonly settings: ClusterSettings },
): Promise<void> {
  const volumes = await findVolumes(aws, ref, member);
  await Promise.all(
    volumes.map(async (volume) => {
      const { device } = settings.volumes.find(({ name }) => name === volumeTag(volume.Tags)) ?? {};
      const holder = holderOf(volume);
      if (device === undefined || holder === instance) return;
      if (holder !== undefined) throw taken(volume, holder);
      const { VolumeId } = volume;
      await aws.ec2.send(new AttachVolumeCommand({ VolumeId, InstanceId: instance, Device: device }));
    }),
  );
}

/** Takes a member's volumes off this instance, and off no other one. */
export async function detachVolumes(
  aws: AwsClients,
  ref: EnvironmentRef,
  member: string,
  instance: string,
): Promise<void> {
  const volumes = await findVolumes(aws, ref, member);
  const attached = volumes.filter(({ Attachments = [] }) =>
    Attachments.some(
      ({ InstanceId, State }) => InstanceId === instance && State !== 'detaching' && State !== 'detached',
    ),
  );
  await Promise.all(
    attached.map(({ VolumeId }) =>
      // Detached meanwhile: DetachVolume says `IncorrectState`.
      tolerate(
        ['not-found', 'conflict'],
        aws.ec2.send(new DetachVolumeCommand({ VolumeId, InstanceId: instance })),
      ),
    ),
  );
}

/** The volumes of a member have a file system from now on: CreateTags. */
export async function markFormatted(aws: AwsClients, ref: EnvironmentRef, member: string): Promise<void> {
  const volumes = await findVolumes(aws, ref, member);
  const Resources = volumes.filter(({ Tags }) => !isFormatted(Tags)).map(({ VolumeId = '' }) => VolumeId);
  if (Resources.length === 0) return;
  const Tags = [{ Key: memberTagKeys.formatted, Value: 'true' }];
  await aws.ec2.send(new CreateTagsCommand({ Resources, Tags }));
}

/**
 * Snapshots of a member's volumes before a rollout, where it has none of that rollout: those on one instance at one
 * moment. They carry their volumes' tags.
 */
export async function snapshotMember(
  aws: AwsClients,
  ref: EnvironmentRef,
  member: string,
  rollout: number,
): Promise<void> {
  const [volumes, snapshots] = await Promise.all([
    findVolumes(aws, ref, member),
    findSnapshots(aws, ref, member),
  ]);
  const made = new Set(
    snapshots
      .filter(({ Tags, State }) => rolloutTag(Tags) === rollout && State !== 'error')
      .map(({ Tags }) => volumeTag(Tags)),
  );
  const missing = volumes.filter(({ Tags, State }) => !made.has(volumeTag(Tags)) && State !== 'deleting');
  const Description = `${member} before rollout ${rollout} of ${ref.environment}`;
  const more = { Key: memberTagKeys.rollout, Value: String(rollout) };
  const holders = new Set(missing.map(holderOf));
  const [holder] = holders;
  if (holders.size === 1 && holder !== undefined && made.size === 0) {
    const command = new CreateSnapshotsCommand({
      InstanceSpecification: { InstanceId: holder, ExcludeBootVolume: true },
      Description,
      CopyTagsFromSource: 'volume',
      TagSpecifications: [{ ResourceType: 'snapshot', Tags: [more] }],
    });
    await aws.ec2.send(command);
    return;
  }
  await Promise.all(
    missing.map(({ VolumeId, Tags = [] }) => {
      // Tags of AWS's own cannot be given.
      const own = Tags.filter(({ Key = '' }) => !Key.startsWith('aws:'));
      const TagSpecifications = [{ ResourceType: 'snapshot' as const, Tags: [...own, more] }];
      return aws.ec2.send(new CreateSnapshotCommand({ VolumeId, Description, TagSpecifications }));
    }),
  );
}

/** Of these volumes of a member, those that nothing has get another role, and the number of the restore. */
export async function setAsideVolumes(
  aws: AwsClients,
  ref: EnvironmentRef,
  member: string,
  { volumes, rollout }: { readonly volumes: readonly string[]; readonly rollout: number },
): Promise<void> {
  const Resources = (await findVolumes(aws, ref, member))
    .filter((volume) => volumes.includes(volume.VolumeId ?? '') && holderOf(volume) === undefined)
    .map(({ VolumeId = '' }) => VolumeId);
  await tagRole(aws, Resources, 'replaced-volume', {
    [memberTagKeys.replacedBy]: String(rollout),
    // What nothing writes to any more needs no more snapshots, and those that it has are not to be deleted for newer ones.
    [memberTagKeys.schedule]: 'none',
  });
}

/** The role of a member's volumes, for these that were set aside. */
export async function takeBackVolumes(
  aws: AwsClients,
  ref: EnvironmentRef,
  member: string,
  volumes: readonly string[],
): Promise<void> {
  const back = (await findAllVolumes(aws, ref, member)).filter(({ VolumeId = '' }) =>
    volumes.includes(VolumeId),
  );
  await Promise.all(
    back.map(({ VolumeId = '', Tags }) => {
      const { Key, Value } = scheduleTag(ref, volumeTag(Tags) ?? '');
      return tagRole(aws, [VolumeId], 'member-volume', { [Key]: Value });
    }),
  );
}

async function tagRole(
  aws: AwsClients,
  Resources: string[],
  role: Role,
  more: Readonly<Record<string, string>>,
): Promise<void> {
  if (Resources.length === 0) return;
  const Tags = Object.entries({ [tagKeys.role]: role, ...more }).map(([Key, Value]) => ({ Key, Value }));
  await aws.ec2.send(new CreateTagsCommand({ Resources, Tags }));
}

/** Deletes the volumes of a member that are attached to nothing, those that were set aside too. */
export async function deleteVolumes(aws: AwsClients, ref: EnvironmentRef, member: string): Promise<void> {
  const volumes = await findAllVolumes(aws, ref, member);
  const free = volumes.filter((volume) => holderOf(volume) === undefined && volume.State !== 'deleting');
  await Promise.all(
    free.map(({ VolumeId }) => tolerate(['not-found'], aws.ec2.send(new DeleteVolumeCommand({ VolumeId })))),
  );
}

/** Deletes snapshots, as far as AWS lets it: what is in use, or not ours to delete, harms no rollout. */
export async function deleteSnapshots(aws: AwsClients, ids: readonly string[]): Promise<void> {
  await Promise.all(
    ids.map((SnapshotId) => tolerate(kept, aws.ec2.send(new DeleteSnapshotCommand({ SnapshotId })))),
  );
}

const kept = ['not-found', 'conflict', 'denied', 'invalid'] as const;

/** The instance that has a volume, on its way off it too. */
const holderOf = ({ Attachments = [] }: Volume): string | undefined =>
  Attachments.find(({ State }) => State !== 'detached')?.InstanceId;

const taken = ({ VolumeId }: Volume, holder: string): CloudError =>
  new CloudError('conflict', 'VolumeInUse', `${VolumeId} is still attached to ${holder}`);
