import { DescribeSecurityGroupsCommand } from '@aws-sdk/client-ec2';
import type { PermissionRecord, SecurityGroupRecord } from '../../../store/records/ec2.ts';
import { on, type Route } from '../../../wire/route.ts';
import { applyFilters, type FilterTable } from '../describe-filters.ts';
import { pageOf } from '../describe-page.ts';
import { refuseDryRun } from '../dry-run.ts';
import { renderPermissions } from '../permissions.ts';
import { renderTags } from '../read-tags.ts';
import { requireSecurityGroup } from '../require-security-group.ts';
import { requireRecords, SECURITY_GROUP } from '../resource-kinds.ts';

const FILTERS: FilterTable<SecurityGroupRecord> = {
  'group-id': ({ id }) => id,
  'group-name': ({ name }) => name,
  description: ({ description }) => description,
  'owner-id': ({ ownerId }) => ownerId,
  'vpc-id': ({ vpcId }) => vpcId,
  ...permissionFilters('ip-permission', false),
  ...permissionFilters('egress.ip-permission', true),
};

/** EC2 DescribeSecurityGroups. */
export const route: Route = on(DescribeSecurityGroupsCommand, (input, { cloud }) => {
  refuseDryRun(input.DryRun);
  const named = (input.GroupNames ?? []).map((name) => requireSecurityGroup(cloud, { name }));
  const byId = requireRecords(cloud, SECURITY_GROUP, input.GroupIds ?? []);
  const asked = named.length + byId.length > 0 ? [...byId, ...named] : cloud.tables.securityGroups.values();
  const { page, nextToken } = pageOf(applyFilters(asked, input.Filters, FILTERS), input, {
    ids: input.GroupIds,
  });
  return {
    SecurityGroups: page.map((group) => ({
      GroupId: group.id,
      GroupName: group.name,
      Description: group.description,
      OwnerId: group.ownerId,
      VpcId: group.vpcId,
      SecurityGroupArn: `arn:aws:ec2:${cloud.region}:${cloud.accountId}:security-group/${group.id}`,
      IpPermissions: renderPermissions(
        cloud,
        group.permissions.filter(({ egress }) => !egress),
      ),
      IpPermissionsEgress: renderPermissions(
        cloud,
        group.permissions.filter(({ egress }) => egress),
      ),
      Tags: renderTags(group.tags),
    })),
    NextToken: nextToken,
  };
});

function permissionFilters(prefix: string, egress: boolean): FilterTable<SecurityGroupRecord> {
  const each =
    (value: (permission: PermissionRecord) => string | number | undefined) => (group: SecurityGroupRecord) =>
      group.permissions
        .filter((permission) => permission.egress === egress)
        .map((permission) => value(permission)?.toString());
  return {
    [`${prefix}.protocol`]: each(({ protocol }) => protocol),
    [`${prefix}.from-port`]: each(({ fromPort }) => fromPort),
    [`${prefix}.to-port`]: each(({ toPort }) => toPort),
    [`${prefix}.cidr`]: each(({ cidr }) => cidr),
    [`${prefix}.ipv6-cidr`]: each(({ cidrIpv6 }) => cidrIpv6),
    [`${prefix}.group-id`]: each(({ groupId }) => groupId),
  };
}
