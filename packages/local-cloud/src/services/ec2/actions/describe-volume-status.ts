import { DescribeVolumeStatusCommand } from '@aws-sdk/client-ec2';
import type { VolumeRecord } from '../../../store/records/ec2.ts';
import { on, type Route } from '../../../wire/route.ts';
import { applyFilters, type FilterTable } from '../describe-filters.ts';
import { pageOf } from '../describe-page.ts';
import { refuseDryRun } from '../dry-run.ts';
import { requireRecords, VOLUME } from '../resource-kinds.ts';

const statusOf = ({ state }: VolumeRecord): 'ok' | 'impaired' | 'insufficient-data' => {
  if (state === 'error') return 'impaired';
  return state === 'creating' ? 'insufficient-data' : 'ok';
};

const FILTERS: FilterTable<VolumeRecord> = {
  'availability-zone': ({ zone }) => zone,
  'volume-status.status': statusOf,
  'volume-status.details-name': () => 'io-enabled',
  'volume-status.details-status': () => 'passed',
};

/** EC2 DescribeVolumeStatus: a volume whose data are there is `ok`. */
export const route: Route = on(DescribeVolumeStatusCommand, (input, { cloud }) => {
  refuseDryRun(input.DryRun);
  const asked = input.VolumeIds?.length
    ? requireRecords(cloud, VOLUME, input.VolumeIds)
    : cloud.tables.volumes.values();
  const { page, nextToken } = pageOf(applyFilters(asked, input.Filters, FILTERS), input, {
    ids: input.VolumeIds,
  });
  return {
    VolumeStatuses: page.map((volume) => ({
      VolumeId: volume.id,
      AvailabilityZone: volume.zone,
      Actions: [],
      Events: [],
      VolumeStatus: {
        Status: statusOf(volume),
        Details: [{ Name: 'io-enabled' as const, Status: volume.state === 'error' ? 'failed' : 'passed' }],
      },
    })),
    NextToken: nextToken,
  };
});
