import { DescribeSubnetsCommand } from '@aws-sdk/client-ec2';
import type { SubnetRecord } from '../../../store/records/ec2.ts';
import { on, type Route } from '../../../wire/route.ts';
import { createAddressPool } from '../addresses.ts';
import { applyFilters, type FilterTable } from '../describe-filters.ts';
import { pageOf } from '../describe-page.ts';
import { refuseDryRun } from '../dry-run.ts';
import { renderSubnet, subnetArn } from '../render-vpc.ts';
import { requireRecords, SUBNET } from '../resource-kinds.ts';

/** EC2 DescribeSubnets. */
export const route: Route = on(DescribeSubnetsCommand, (input, { cloud }) => {
  refuseDryRun(input.DryRun);
  const free = (subnet: SubnetRecord): number => createAddressPool(cloud, subnet).free;
  const filters: FilterTable<SubnetRecord> = {
    'subnet-id': ({ id }) => id,
    'subnet-arn': ({ id }) => subnetArn(cloud, id),
    'vpc-id': ({ vpcId }) => vpcId,
    cidr: ({ cidr }) => cidr,
    'cidr-block': ({ cidr }) => cidr,
    cidrBlock: ({ cidr }) => cidr,
    'availability-zone': ({ zone }) => zone,
    availabilityZone: ({ zone }) => zone,
    'availability-zone-id': ({ zoneId }) => zoneId,
    'available-ip-address-count': free,
    'default-for-az': ({ defaultForZone }) => defaultForZone,
    defaultForAz: ({ defaultForZone }) => defaultForZone,
    'map-public-ip-on-launch': ({ mapPublicIp }) => mapPublicIp,
    'owner-id': () => cloud.accountId,
    state: () => 'available',
  };
  const asked = input.SubnetIds?.length
    ? requireRecords(cloud, SUBNET, input.SubnetIds)
    : cloud.tables.subnets.values();
  const { page, nextToken } = pageOf(applyFilters(asked, input.Filters, filters), input, {
    ids: input.SubnetIds,
  });
  return {
    Subnets: page.map((subnet) => renderSubnet(cloud, subnet)),
    NextToken: nextToken,
  };
});
