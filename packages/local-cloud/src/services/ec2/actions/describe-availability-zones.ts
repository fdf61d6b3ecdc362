import { type AvailabilityZone, DescribeAvailabilityZonesCommand } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { applyFilters, type FilterTable } from '../describe-filters.ts';
import { refuseDryRun } from '../dry-run.ts';
import { type Zone, zonesOf } from '../zones.ts';

/** EC2 DescribeAvailabilityZones. */
export const route: Route = on(DescribeAvailabilityZonesCommand, (input, { cloud }) => {
  refuseDryRun(input.DryRun);
  const filters: FilterTable<Zone> = {
    'zone-name': ({ name }) => name,
    'zone-id': ({ id }) => id,
    'zone-type': () => 'availability-zone',
    state: () => 'available',
    'region-name': () => cloud.region,
    'group-name': () => cloud.region,
    'opt-in-status': () => 'opt-in-not-required',
  };
  const all: readonly Zone[] = zonesOf(cloud.region);
  const { ZoneNames: names = [], ZoneIds: ids = [] } = input;
  const missing = names.find((name) => !all.some((zone) => zone.name === name));
  if (missing !== undefined) {
    throw new AwsError('InvalidParameterValue', `Invalid availability zone: [${missing}]`);
  }
  const asked = all.filter(
    ({ name, id }) => (names.length === 0 || names.includes(name)) && (ids.length === 0 || ids.includes(id)),
  );
  return {
    AvailabilityZones: applyFilters(asked, input.Filters, filters).map(({ name, id }): AvailabilityZone => ({
      ZoneName: name,
      ZoneId: id,
      ZoneType: 'availability-zone',
      RegionName: cloud.region,
      GroupName: cloud.region,
      NetworkBorderGroup: cloud.region,
      OptInStatus: 'opt-in-not-required',
      State: 'available',
      Messages: [],
    })),
  };
});
