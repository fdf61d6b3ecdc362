import { DeleteInstanceProfileCommand } from '@aws-sdk/client-iam';
import { type Route, on } from '../../../wire/route.ts';
import { deleteConflict } from '../iam-errors.ts';
import { requireInstanceProfile } from '../instance-profiles.ts';

/** `DeleteInstanceProfile`: only one without a role. */
export const route: Route = on(DeleteInstanceProfileCommand, (input, { cloud }) => {
  const profile = requireInstanceProfile(cloud, input.InstanceProfileName);
  if (profile.roleNames.length > 0) {
    throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.');
  }
  cloud.tables.instanceProfiles.delete(profile.id);
  return {};
});
