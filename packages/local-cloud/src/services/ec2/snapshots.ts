import type { LocalCloud } from '../../cloud.ts';
import type { SnapshotRecord, Tags, VolumeRecord } from '../../store/records/ec2.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { newId } from '../ids.ts';

/** What is said of a snapshot when it is begun. */
export interface SnapshotWish {
  readonly description: string;
  readonly tags: Tags;
  /** Shared with those that are to be of the same moment. */
  readonly setId?: string;
  /** Of the image that it is taken for, by those who make the image. */
  readonly imageId?: string;
}

/** Refuses a volume that has no data to copy. */
export function requireData(volume: VolumeRecord): void {
  if (volume.state === 'creating' || volume.state === 'deleting' || volume.state === 'error') {
    throw new AwsError('IncorrectState', `The volume '${volume.id}' is in the '${volume.state}' state.`);
  }
  if (volume.block === undefined && !volume.attachment) {
    throw new AwsError(
      'UnsupportedOperation',
      `The volume '${volume.id}' was a root volume: the local cloud keeps its record, but not its data.`,
    );
  }
}

/**
 * Records a snapshot that is to be taken: of a block device by the volumes controller, of a root volume by that of
 * instances, which freezes the machine's root file system.
 */
export function beginSnapshot(
  cloud: LocalCloud,
  volume: VolumeRecord,
  { description, tags, setId, imageId }: SnapshotWish,
): SnapshotRecord {
  const id = newId('snap');
  const { attachment, encrypted, kmsKeyId } = volume;
  const snapshot = cloud.tables.snapshots.put({
    id,
    volumeId: volume.id,
    ...(volume.block ? { blocks: id } : { disk: imageId ?? id }),
    ...(volume.block || imageId !== undefined || !attachment ? {} : { instanceId: attachment.instanceId }),
    ...(imageId === undefined ? {} : { imageId }),
    ...(setId === undefined ? {} : { setId }),
    description,
    state: 'pending',
    ownerId: cloud.accountId,
    sizeGiB: volume.sizeGiB,
    encrypted,
    ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
    startedAt: cloud.now(),
    tags,
  });
  cloud.poke();
  return snapshot;
}

/**
 * Waits until it is fixed what is in these: what is written to a volume after the answer is in no snapshot of it. Which
 * of them cannot be taken their controller finds out, and tells in their state.
 */
export async function fixData(cloud: LocalCloud, snapshots: readonly SnapshotRecord[]): Promise<void> {
  const copies = snapshots.flatMap(({ volumeId = '', blocks }) =>
    blocks === undefined ? [] : [{ volume: volumeId, snapshot: blocks }],
  );
  if (copies.length > 0) await cloud.machines.volumes.snapshot(copies).catch(() => undefined);
}
