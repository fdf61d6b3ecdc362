import { AttachRolePolicyCommand } from '@aws-sdk/client-iam';
import { type Route, on } from '../../../wire/route.ts';
import { limitExceeded, noSuchEntity, validationError } from '../iam-errors.ts';
import { requireRole } from '../roles.ts';

const MOST_POLICIES = 10;

/** `AttachRolePolicy`: attaches one of AWS's managed policies; it is kept and not enforced. */
export const route: Route = on(AttachRolePolicyCommand, (input, { cloud }) => {
  const role = requireRole(cloud, input.RoleName);
  const arn = input.PolicyArn ?? '';
  if (!/^arn:aws[\w-]*:iam::(aws|\d{12}):policy\/.+$/.test(arn))
    throw validationError(`ARN ${arn} is not valid.`);
  // Policies of the account's own cannot be made here, so there is none to attach.
  if (!arn.includes('::aws:')) throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
  if (role.attachedPolicyArns.includes(arn)) return {};
  if (role.attachedPolicyArns.length >= MOST_POLICIES) throw limitExceeded('PoliciesPerRole', MOST_POLICIES);
  cloud.tables.roles.update(role.id, { attachedPolicyArns: [...role.attachedPolicyArns, arn] });
  return {};
});
