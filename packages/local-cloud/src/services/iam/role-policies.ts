import type { RoleRecord } from '../../store/records/iam.ts';
import { noSuchEntity } from './iam-errors.ts';

/** An inline policy of a role, or IAM's own word that there is none of that name. */
export function requireRolePolicy(
  role: RoleRecord,
  name: string | undefined,
): { readonly name: string; readonly document: string } {
  const document = role.policies[name ?? ''];
  if (name === undefined || document === undefined) {
    throw noSuchEntity(`The role policy with name ${name} cannot be found.`);
  }
  return { name, document };
}
