import { DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import type { VpcRecord } from '../../../store/records/ec2.ts';
import { on, type Route } from '../../../wire/route.ts';
import { applyFilters, type FilterTable } from '../describe-filters.ts';
import { pageOf } from '../describe-page.ts';
import { refuseDryRun } from '../dry-run.ts';
import { renderVpc } from '../render-vpc.ts';
import { requireRecords, VPC } from '../resource-kinds.ts';

/** EC2 DescribeVpcs. */
export const route: Route = on(DescribeVpcsCommand, (input, { cloud }) => {
  refuseDryRun(input.DryRun);
  const filters: FilterTable<VpcRecord> = {
    'vpc-id': ({ id }) => id,
    cidr: ({ cidr }) => cidr,
    'cidr-block-association.cidr-block': ({ cidr }) => cidr,
    'cidr-block-association.state': () => 'associated',
    'is-default': ({ isDefault }) => isDefault,
    isDefault: ({ isDefault }) => isDefault,
    'owner-id': () => cloud.accountId,
    state: () => 'available',
    'dhcp-options-id': () => 'default',
  };
  const asked = input.VpcIds?.length ? requireRecords(cloud, VPC, input.VpcIds) : cloud.tables.vpcs.values();
  const { page, nextToken } = pageOf(applyFilters(asked, input.Filters, filters), input, {
    ids: input.VpcIds,
  });
  return {
    Vpcs: page.map((vpc) => renderVpc(cloud, vpc)),
    NextToken: nextToken,
  };
});
