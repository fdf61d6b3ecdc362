import { DescribePoliciesCommand } from '@aws-sdk/client-auto-scaling';
import { on, type Route } from '../../../wire/route.ts';
import { paginate } from '../../paginate.ts';
import { policiesOf } from '../policies.ts';
import { renderPolicy } from '../render-policy.ts';
import { requireGroup } from '../require-group.ts';

/** DescribePolicies: of one group or of all, by name, ARN or type. */
export const route: Route = on(DescribePoliciesCommand, (input, { cloud }) => {
  const { AutoScalingGroupName: groupName, PolicyNames: names = [], PolicyTypes: types = [] } = input;
  if (groupName !== undefined) requireGroup(cloud, groupName);
  const policies = policiesOf(cloud, groupName).filter(
    ({ name, arn, rule }) =>
      (names.length === 0 || names.includes(name) || names.includes(arn)) &&
      (types.length === 0 || types.includes(rule.kind)),
  );
  const { page, nextToken } = paginate(policies, input.MaxRecords ?? 50, input.NextToken);
  return { ScalingPolicies: page.map((policy) => renderPolicy(cloud, policy)), NextToken: nextToken };
});
