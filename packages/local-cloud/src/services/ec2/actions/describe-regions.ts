import { DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { applyFilters, type FilterTable } from '../describe-filters.ts';
import { refuseDryRun } from '../dry-run.ts';

interface Region {
  readonly name: string;
  readonly endpoint: string;
  readonly tags?: Readonly<Record<string, string>>;
}

const FILTERS: FilterTable<Region> = {
  'region-name': ({ name }) => name,
  endpoint: ({ endpoint }) => endpoint,
  'opt-in-status': () => 'opt-in-not-required',
};

/** Regions that every AWS account has; the cloud answers to any of them with the same resources. */
const NAMES = `us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 sa-east-1
   eu-central-1 eu-west-1 eu-west-2 eu-west-3 eu-north-1
   ap-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-southeast-1 ap-southeast-2`.split(/\s+/);

/** EC2 DescribeRegions. */
export const route: Route = on(DescribeRegionsCommand, (input, { cloud }) => {
  refuseDryRun(input.DryRun);
  const all = [...new Set([cloud.region, ...NAMES])].map((name): Region => ({
    name,
    endpoint: `ec2.${name}.amazonaws.com`,
  }));
  const names = input.RegionNames ?? [];
  const missing = names.find((name) => !all.some((region) => region.name === name));
  if (missing !== undefined) {
    throw new AwsError('InvalidParameterValue', `Invalid region: [${missing}]`);
  }
  const asked = all.filter(({ name }) => names.length === 0 || names.includes(name));
  return {
    Regions: applyFilters(asked, input.Filters, FILTERS).map(({ name, endpoint }) => ({
      RegionName: name,
      Endpoint: endpoint,
      OptInStatus: 'opt-in-not-required',
    })),
  };
});
