import { DescribeSecurityGroupRulesCommand } from '@aws-sdk/client-ec2';
import type { PermissionRecord, SecurityGroupRecord, Tags } from '../../../store/records/ec2.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { applyFilters, type FilterTable } from '../describe-filters.ts';
import { pageOf } from '../describe-page.ts';
import { refuseDryRun } from '../dry-run.ts';
import { renderRule } from '../permissions.ts';

interface Rule {
  readonly id: string;
  readonly tags: Tags;
  readonly group: SecurityGroupRecord;
  readonly permission: PermissionRecord;
}

const FILTERS: FilterTable<Rule> = {
  'group-id': ({ group }) => group.id,
  'security-group-rule-id': ({ id }) => id,
};

/** EC2 DescribeSecurityGroupRules. */
export const route: Route = on(DescribeSecurityGroupRulesCommand, (input, { cloud }) => {
  refuseDryRun(input.DryRun);
  const all = [...cloud.tables.securityGroups.values()].flatMap((group) =>
    group.permissions.map((permission): Rule => ({ id: permission.ruleId, tags: {}, group, permission })),
  );
  const ids = input.SecurityGroupRuleIds ?? [];
  const missing = ids.find((id) => !all.some((rule) => rule.id === id));
  if (missing !== undefined) {
    throw new AwsError(
      'InvalidSecurityGroupRuleId.NotFound',
      `The security group rule ID '${missing}' does not exist`,
    );
  }
  const asked = ids.length > 0 ? all.filter(({ id }) => ids.includes(id)) : all;
  const { page, nextToken } = pageOf(applyFilters(asked, input.Filters, FILTERS), input, { ids });
  return {
    SecurityGroupRules: page.map(({ group, permission }) => renderRule(cloud, group, permission)),
    NextToken: nextToken,
  };
});
