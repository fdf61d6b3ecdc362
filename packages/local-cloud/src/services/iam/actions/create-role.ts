import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { type Route, on } from '../../../wire/route.ts';
import { newEntityId } from '../entity-ids.ts';
import { alreadyExists } from '../iam-errors.ts';
import { addTags } from '../iam-tags.ts';
import { validatePolicy } from '../policy-document.ts';
import { renderRole } from '../roles.ts';
import { validateName, validatePath } from '../validate-name.ts';

/** `CreateRole`: a role with its trust policy. Names differ in more than their case. */
export const route: Route = on(CreateRoleCommand, (input, { cloud }) => {
  const name = validateName(input.RoleName, 'roleName', 64);
  for (const { id } of cloud.tables.roles.values()) {
    if (id.toLowerCase() === name.toLowerCase())
      throw alreadyExists(`Role with name ${name} already exists.`);
  }
  const path = validatePath(input.Path);
  const role = cloud.tables.roles.put({
    id: name,
    roleId: newEntityId('AROA'),
    arn: `arn:aws:iam::${cloud.accountId}:role${path}${name}`,
    path,
    assumeRolePolicy: validatePolicy(input.AssumeRolePolicyDocument),
    maxSessionDuration: input.MaxSessionDuration ?? 3600,
    policies: {},
    attachedPolicyArns: [],
    createdAt: cloud.now(),
    tags: addTags({}, input.Tags),
    ...(input.Description !== undefined && { description: input.Description }),
  });
  return { Role: renderRole(role) };
});
