import { DeleteRoleCommand } from '@aws-sdk/client-iam';
import { type Route, on } from '../../../wire/route.ts';
import { deleteConflict } from '../iam-errors.ts';
import { profilesOf } from '../instance-profiles.ts';
import { requireRole } from '../roles.ts';

/** `DeleteRole`: only one that nothing hangs on. */
export const route: Route = on(DeleteRoleCommand, (input, { cloud }) => {
  const role = requireRole(cloud, input.RoleName);
  if (profilesOf(cloud, role.id).length > 0) {
    throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.');
  }
  if (role.attachedPolicyArns.length > 0) {
    throw deleteConflict('Cannot delete entity, must detach all policies first.');
  }
  if (Object.keys(role.policies).length > 0) {
    throw deleteConflict('Cannot delete entity, must delete policies first.');
  }
  cloud.tables.roles.delete(role.id);
  return {};
});
