import type { Snapshot } from '@aws-sdk/client-ec2';
import type { SnapshotRecord } from '../../store/records/ec2.ts';
import { renderTags } from './read-tags.ts';

const PROGRESS = { pending: '0%', completed: '100%', error: '0%' };

/** How far a snapshot is. */
export function progressOf({ state }: SnapshotRecord): string {
  return PROGRESS[state];
}

/** A snapshot as DescribeSnapshots shows it. */
export function renderSnapshot(snapshot: SnapshotRecord): Snapshot {
  return {
    SnapshotId: snapshot.id,
    VolumeId: snapshot.volumeId ?? 'vol-ffffffff',
    Description: snapshot.description,
    State: snapshot.state,
    StateMessage: snapshot.stateReason?.message,
    Progress: progressOf(snapshot),
    OwnerId: snapshot.ownerId,
    VolumeSize: snapshot.sizeGiB,
    StartTime: snapshot.startedAt,
    CompletionTime: snapshot.completedAt,
    Encrypted: snapshot.encrypted ?? false,
    KmsKeyId: snapshot.kmsKeyId,
    StorageTier: 'standard',
    Tags: renderTags(snapshot.tags),
  };
}
