import { DescribeInternetGatewaysCommand } from '@aws-sdk/client-ec2';
import type { LocalCloud } from '../../../cloud.ts';
import type { InternetGatewayRecord } from '../../../store/records/ec2.ts';
import { on, type Route } from '../../../wire/route.ts';
import { applyFilters, type FilterTable } from '../describe-filters.ts';
import { pageOf } from '../describe-page.ts';
import { refuseDryRun } from '../dry-run.ts';
import { renderInternetGateway } from '../render-vpc.ts';
import { INTERNET_GATEWAY, requireRecords } from '../resource-kinds.ts';

/** EC2 DescribeInternetGateways. */
export const route: Route = on(DescribeInternetGatewaysCommand, (input, { cloud }) => {
  refuseDryRun(input.DryRun);
  const ids = input.InternetGatewayIds ?? [];
  const asked =
    ids.length > 0 ? requireRecords(cloud, INTERNET_GATEWAY, ids) : cloud.tables.internetGateways.values();
  const { page, nextToken } = pageOf(applyFilters(asked, input.Filters, filters(cloud)), input, { ids });
  return {
    InternetGateways: page.map((gateway) => renderInternetGateway(cloud, gateway)),
    NextToken: nextToken,
  };
});

function filters({ accountId }: LocalCloud): FilterTable<InternetGatewayRecord> {
  return {
    'internet-gateway-id': ({ id }) => id,
    'attachment.vpc-id': ({ vpcId }) => vpcId,
    'attachment.state': ({ vpcId }) => vpcId && 'available',
    'owner-id': () => accountId,
  };
}
