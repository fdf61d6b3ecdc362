import { DescribeVolumesCommand } from '@aws-sdk/client-ec2';
import type { VolumeRecord } from '../../../store/records/ec2.ts';
import { on, type Route } from '../../../wire/route.ts';
import { applyFilters, type FilterTable } from '../describe-filters.ts';
import { pageOf } from '../describe-page.ts';
import { refuseDryRun } from '../dry-run.ts';
import { renderVolume } from '../render-volume.ts';
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
  'fast-restored': () => false,
  'multi-attach-enabled': () => false,
  'attachment.instance-id': ({ attachment }) => attachment?.instanceId,
  'attachment.device': ({ attachment }) => attachment?.deviceName,
  'attachment.status': ({ attachment }) => attachment && (attachment.state ?? 'attached'),
  'attachment.attach-time': ({ attachment }) => attachment?.attachedAt,
  'attachment.delete-on-termination': ({ attachment }) => attachment?.deleteOnTermination,
};

/** EC2 DescribeVolumes: root volumes of instances among them. */
export const route: Route = on(DescribeVolumesCommand, (input, { cloud }) => {
  refuseDryRun(input.DryRun);
  const asked = input.VolumeIds?.length
    ? requireRecords(cloud, VOLUME, input.VolumeIds)
    : cloud.tables.volumes.values();
  const { page, nextToken } = pageOf(applyFilters(asked, input.Filters, FILTERS), input, {
    ids: input.VolumeIds,
  });
  return { Volumes: page.map(renderVolume), NextToken: nextToken };
});
