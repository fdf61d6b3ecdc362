import { RemoveRoleFromInstanceProfileCommand } from '@aws-sdk/client-iam';
import { type Route, on } from '../../../wire/route.ts';
import { noSuchEntity } from '../iam-errors.ts';
import { requireInstanceProfile } from '../instance-profiles.ts';
import { requireRole } from '../roles.ts';

/** `RemoveRoleFromInstanceProfile`: the role itself stays. */
export const route: Route = on(RemoveRoleFromInstanceProfileCommand, (input, { cloud }) => {
  const profile = requireInstanceProfile(cloud, input.InstanceProfileName);
  const role = requireRole(cloud, input.RoleName);
  if (!profile.roleNames.includes(role.id)) {
    throw noSuchEntity(`Role ${role.id} in instance profile ${profile.id} cannot be found.`);
  }
  cloud.tables.instanceProfiles.update(profile.id, {
    roleNames: profile.roleNames.filter((name) => name !== role.id),
  });
  return {};
});
