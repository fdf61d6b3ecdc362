import { DescribeVolumesCommand } from '@aws-sdk/client-ec2';
import type { VolumeRecord } from '../../../store/records/ec2.ts';
import { on, type Route } from '../../../wire/route.ts';
import { applyFilters, type FilterTable } from '../describe-filters.ts';
import { pageOf } from '../describe-page.ts';
import { refuseDryRun } from '../dry-run.ts';
import { renderTags } from '../read-tags.ts';
import { isVolumeType } from '../render-image.ts';
import { requireRecords, VOLUME } from '../resource-kinds.ts';

const FILTERS: FilterTable<VolumeRecord> = {
  'volume-id': ({ id }) => id,
  status: ({ state }) => state,
  size: ({ sizeGiB }) => sizeGiB,
  'volume-type': ({ volumeType }) => volumeType,
  'availability-zone': ({ zone }) => zone,
  'snapshot-id': ({ snapshotId }) => snapshotId,
  'create-time': ({ createdAt }) => createdAt,
  encrypted: ({ encrypted }) => encrypted,
  'multi-attach-enabled': () => false,
  'attachment.instance-id': ({ attachment }) => attachment?.instanceId,
  'attachment.device': ({ attachment }) => attachment?.deviceName,
  'attachment.status': ({ attachment }) => attachment && 'attached',
  'attachment.attach-time': ({ attachment }) => attachment?.attachedAt,
  'attachment.delete-on-termination': ({ attachment }) => attachment?.deleteOnTermination,
};

/** EC2 DescribeVolumes. */
export const route: Route = on(DescribeVolumesCommand, (input, { cloud }) => {
  refuseDryRun(input.DryRun);
  const asked = input.VolumeIds?.length
    ? requireRecords(cloud, VOLUME, input.VolumeIds)
    : cloud.tables.volumes.values();
  const { page, nextToken } = pageOf(applyFilters(asked, input.Filters, FILTERS), input, {
    ids: input.VolumeIds,
  });
  return {
    Volumes: page.map((volume) => ({
      VolumeId: volume.id,
      Size: volume.sizeGiB,
      SnapshotId: volume.snapshotId ?? '',
      AvailabilityZone: volume.zone,
      State: volume.state,
      VolumeType: isVolumeType(volume.volumeType) ? volume.volumeType : 'gp3',
      CreateTime: volume.createdAt,
      Encrypted: volume.encrypted,
      MultiAttachEnabled: false,
      Attachments: volume.attachment
        ? [
            {
              VolumeId: volume.id,
              InstanceId: volume.attachment.instanceId,
              Device: volume.attachment.deviceName,
              State: 'attached' as const,
              AttachTime: volume.attachment.attachedAt,
              DeleteOnTermination: volume.attachment.deleteOnTermination,
            },
          ]
        : [],
      Tags: renderTags(volume.tags),
    })),
    NextToken: nextToken,
  };
});
