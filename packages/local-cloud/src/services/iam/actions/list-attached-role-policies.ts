import { ListAttachedRolePoliciesCommand } from '@aws-sdk/client-iam';
import { type Route, on } from '../../../wire/route.ts';
import { iamPage } from '../iam-page.ts';
import { requireRole } from '../roles.ts';

/** `ListAttachedRolePolicies`: a role's managed policies. */
export const route: Route = on(ListAttachedRolePoliciesCommand, (input, { cloud }) => {
  const { attachedPolicyArns } = requireRole(cloud, input.RoleName);
  const policies = attachedPolicyArns
    .map((arn) => ({ arn, path: arn.slice(arn.indexOf(':policy/') + 7, arn.lastIndexOf('/') + 1) }))
    .filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'));
  const { page, more } = iamPage(policies, ({ arn }) => arn, input);
  const attached = page.map(({ arn }) => ({
    PolicyName: arn.slice(arn.lastIndexOf('/') + 1),
    PolicyArn: arn,
  }));
  return { AttachedPolicies: attached, ...more };
});
