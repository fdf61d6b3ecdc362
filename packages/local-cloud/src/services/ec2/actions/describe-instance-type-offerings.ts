import { DescribeInstanceTypeOfferingsCommand } from '@aws-sdk/client-ec2';
import { on, type Route } from '../../../wire/route.ts';
import { applyFilters, type FilterTable } from '../describe-filters.ts';
import { pageOf } from '../describe-page.ts';
import { refuseDryRun } from '../dry-run.ts';
import { isInstanceType, LISTED_INSTANCE_TYPES } from '../instance-types.ts';

interface Offering {
  readonly id: string;
  readonly type: string;
  readonly location: string;
  readonly tags?: Readonly<Record<string, string>>;
}

const FILTERS: FilterTable<Offering> = {
  'instance-type': ({ type }) => type,
  location: ({ location }) => location,
};

/** EC2 DescribeInstanceTypeOfferings: every type is offered everywhere. */
export const route: Route = on(DescribeInstanceTypeOfferingsCommand, (input, { cloud }) => {
  refuseDryRun(input.DryRun);
  const kind = input.LocationType ?? 'region';
  const zones = [...cloud.tables.subnets.values()].filter(({ defaultForZone }) => defaultForZone);
  const locations =
    kind === 'region'
      ? [cloud.region]
      : zones.map(({ zone, zoneId }) => (kind === 'availability-zone-id' ? zoneId : zone));
  const all = locations.flatMap((location) =>
    LISTED_INSTANCE_TYPES.map((type): Offering => ({ id: `${location} ${type}`, type, location })),
  );
  const { page, nextToken } = pageOf(applyFilters(all, input.Filters, FILTERS), input);
  return {
    InstanceTypeOfferings: page.map(({ type, location }) => ({
      InstanceType: isInstanceType(type) ? type : undefined,
      LocationType: kind,
      Location: location,
    })),
    NextToken: nextToken,
  };
});
