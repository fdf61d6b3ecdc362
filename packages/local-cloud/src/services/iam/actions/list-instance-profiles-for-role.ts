import { ListInstanceProfilesForRoleCommand } from '@aws-sdk/client-iam';
import { type Route, on } from '../../../wire/route.ts';
import { iamPage } from '../iam-page.ts';
import { profilesOf, renderInstanceProfile } from '../instance-profiles.ts';
import { requireRole } from '../roles.ts';

/** `ListInstanceProfilesForRole`: the profiles that hold a role. */
export const route: Route = on(ListInstanceProfilesForRoleCommand, (input, { cloud }) => {
  const role = requireRole(cloud, input.RoleName);
  const { page, more } = iamPage(profilesOf(cloud, role.id), (profile) => profile.id, input);
  return { InstanceProfiles: page.map((profile) => renderInstanceProfile(cloud, profile)), ...more };
});
