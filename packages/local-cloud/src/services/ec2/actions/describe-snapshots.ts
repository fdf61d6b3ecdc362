import { DescribeSnapshotsCommand } from '@aws-sdk/client-ec2';
import type { SnapshotRecord } from '../../../store/records/ec2.ts';
import { on, type Route } from '../../../wire/route.ts';
import { applyFilters, type FilterTable } from '../describe-filters.ts';
import { pageOf } from '../describe-page.ts';
import { refuseDryRun } from '../dry-run.ts';
import { renderTags } from '../read-tags.ts';
import { requireRecords, SNAPSHOT } from '../resource-kinds.ts';

const PROGRESS = { pending: '0%', completed: '100%', error: '0%' };

const FILTERS: FilterTable<SnapshotRecord> = {
  'snapshot-id': ({ id }) => id,
  description: ({ description }) => description,
  encrypted: () => false,
  'owner-id': ({ ownerId }) => ownerId,
  'owner-alias': () => undefined,
  progress: ({ state }) => PROGRESS[state],
  'start-time': ({ startedAt }) => startedAt,
  status: ({ state }) => state,
  'storage-tier': () => 'standard',
  'volume-id': ({ volumeId }) => volumeId,
  'volume-size': ({ sizeGiB }) => sizeGiB,
};

/** EC2 DescribeSnapshots: the account's own ones. */
export const route: Route = on(DescribeSnapshotsCommand, (input, { cloud }) => {
  refuseDryRun(input.DryRun);
  const asked = input.SnapshotIds?.length
    ? requireRecords(cloud, SNAPSHOT, input.SnapshotIds)
    : [...cloud.tables.snapshots.values()].filter(({ deletedAt }) => deletedAt === undefined);
  const owners = new Set(input.OwnerIds?.map((owner) => (owner === 'self' ? cloud.accountId : owner)));
  const owned = asked.filter(({ ownerId }) => owners.size === 0 || owners.has(ownerId));
  const { page, nextToken } = pageOf(applyFilters(owned, input.Filters, FILTERS), input, {
    ids: input.SnapshotIds,
  });
  return {
    Snapshots: page.map((snapshot) => ({
      SnapshotId: snapshot.id,
      VolumeId: snapshot.volumeId ?? 'vol-ffffffff',
      Description: snapshot.description,
      State: snapshot.state,
      Progress: PROGRESS[snapshot.state],
      OwnerId: snapshot.ownerId,
      VolumeSize: snapshot.sizeGiB,
      StartTime: snapshot.startedAt,
      Encrypted: false,
      StorageTier: 'standard' as const,
      Tags: renderTags(snapshot.tags),
    })),
    NextToken: nextToken,
  };
});
