import { DetachRolePolicyCommand } from '@aws-sdk/client-iam';
import { type Route, on } from '../../../wire/route.ts';
import { noSuchEntity } from '../iam-errors.ts';
import { requireRole } from '../roles.ts';

/** `DetachRolePolicy`: detaches a managed policy. */
export const route: Route = on(DetachRolePolicyCommand, (input, { cloud }) => {
  const role = requireRole(cloud, input.RoleName);
  const arn = input.PolicyArn ?? '';
  if (!role.attachedPolicyArns.includes(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
  cloud.tables.roles.update(role.id, {
    attachedPolicyArns: role.attachedPolicyArns.filter((attached) => attached !== arn),
  });
  return {};
});
