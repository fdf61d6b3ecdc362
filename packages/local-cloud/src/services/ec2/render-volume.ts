import type { Volume, VolumeAttachment, VolumeModification } from '@aws-sdk/client-ec2';
import type { AttachmentRecord, VolumeRecord } from '../../store/records/ec2.ts';
import type { VolumeModificationRecord } from '../../store/records/volumes.ts';
import { renderTags } from './read-tags.ts';
import { isVolumeType } from './volume-shape.ts';

/** A volume as DescribeVolumes shows it. */
export function renderVolume(volume: VolumeRecord): Volume {
  return {
    VolumeId: volume.id,
    Size: volume.sizeGiB,
    SnapshotId: volume.snapshotId ?? '',
    AvailabilityZone: volume.zone,
    State: volume.state,
    VolumeType: isVolumeType(volume.volumeType) ? volume.volumeType : 'gp3',
    Iops: volume.iops,
    Throughput: volume.throughput,
    CreateTime: volume.createdAt,
    Encrypted: volume.encrypted,
    KmsKeyId: volume.kmsKeyId,
    MultiAttachEnabled: false,
    Attachments: volume.attachment ? [renderAttachment(volume.id, volume.attachment)] : [],
    Tags: renderTags(volume.tags),
  };
}

/** An attachment as AttachVolume, DetachVolume and DescribeVolumes show it. */
export function renderAttachment(volumeId: string, attachment: AttachmentRecord): VolumeAttachment {
  return {
    VolumeId: volumeId,
    InstanceId: attachment.instanceId,
    Device: attachment.deviceName,
    State: attachment.state ?? 'attached',
    AttachTime: attachment.attachedAt,
    DeleteOnTermination: attachment.deleteOnTermination,
  };
}

/** What ModifyVolume asked for, and how far it is. */
export function renderModification(
  volumeId: string,
  { original, target, ...modification }: VolumeModificationRecord,
): VolumeModification {
  return {
    VolumeId: volumeId,
    ModificationState: modification.state,
    StatusMessage: modification.statusMessage,
    OriginalSize: original.sizeGiB,
    OriginalVolumeType: isVolumeType(original.volumeType) ? original.volumeType : undefined,
    OriginalIops: original.iops,
    OriginalThroughput: original.throughput,
    OriginalMultiAttachEnabled: false,
    TargetSize: target.sizeGiB,
    TargetVolumeType: isVolumeType(target.volumeType) ? target.volumeType : undefined,
    TargetIops: target.iops,
    TargetThroughput: target.throughput,
    TargetMultiAttachEnabled: false,
    Progress: modification.state === 'completed' ? 100 : 0,
    StartTime: modification.startedAt,
    EndTime: modification.endedAt,
  };
}
