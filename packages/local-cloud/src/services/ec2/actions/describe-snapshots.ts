import { DescribeSnapshotsCommand } from '@aws-sdk/client-ec2';
import type { SnapshotRecord } from '../../../store/records/ec2.ts';
import { on, type Route } from '../../../wire/route.ts';
import { applyFilters, type FilterTable } from '../describe-filters.ts';
import { pageOf } from '../describe-page.ts';
import { refuseDryRun } from '../dry-run.ts';
import { progressOf, renderSnapshot } from '../render-snapshot.ts';
import { requireRecords, SNAPSHOT } from '../resource-kinds.ts';

const FILTERS: FilterTable<SnapshotRecord> = {
  'snapshot-id': ({ id }) => id,
  description: ({ description }) => description,
  encrypted: ({ encrypted }) => encrypted ?? false,
  'owner-id': ({ ownerId }) => ownerId,
  'owner-alias': () => undefined,
  progress: progressOf,
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
    Snapshots: page.map(renderSnapshot),
    NextToken: nextToken,
  };
});
