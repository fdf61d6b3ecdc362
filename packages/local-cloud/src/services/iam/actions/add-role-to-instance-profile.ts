import { AddRoleToInstanceProfileCommand } from '@aws-sdk/client-iam';
import { type Route, on } from '../../../wire/route.ts';
import { limitExceeded } from '../iam-errors.ts';
import { requireInstanceProfile } from '../instance-profiles.ts';
import { requireRole } from '../roles.ts';

/** `AddRoleToInstanceProfile`: a profile holds one role at most. */
export const route: Route = on(AddRoleToInstanceProfileCommand, (input, { cloud }) => {
  const profile = requireInstanceProfile(cloud, input.InstanceProfileName);
  const role = requireRole(cloud, input.RoleName);
  if (profile.roleNames.length > 0) throw limitExceeded('InstanceSessionsPerInstanceProfile', 1);
  cloud.tables.instanceProfiles.update(profile.id, { roleNames: [role.id] });
  return {};
});
