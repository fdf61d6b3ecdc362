import type { Role } from '@aws-sdk/client-iam';
import type { LocalCloud } from '../../cloud.ts';
import type { RoleRecord } from '../../store/records/iam.ts';
import { noSuchEntity } from './iam-errors.ts';
import { renderTags } from './iam-tags.ts';
import { renderPolicy } from './policy-document.ts';

/** The role of that name, or IAM's own word that there is none. */
export function requireRole(cloud: LocalCloud, name: string | undefined): RoleRecord {
  const role = cloud.tables.roles.get(name ?? '');
  if (!role) throw noSuchEntity(`The role with name ${name} cannot be found.`);
  return role;
}

/** A role as GetRole shows it. */
export function renderRole(role: RoleRecord): Role {
  const tags = renderTags(role.tags);
  return { ...renderListedRole(role), ...(tags.length > 0 && { Tags: tags }) };
}

/** A role as ListRoles shows it: without its tags. */
export function renderListedRole(role: RoleRecord): Role {
  return {
    Path: role.path,
    RoleName: role.id,
    RoleId: role.roleId,
    Arn: role.arn,
    CreateDate: role.createdAt,
    AssumeRolePolicyDocument: renderPolicy(role.assumeRolePolicy),
    MaxSessionDuration: role.maxSessionDuration,
    ...(role.description !== undefined && { Description: role.description }),
  };
}
