import { GetInstanceProfileCommand } from '@aws-sdk/client-iam';
import { type Route, on } from '../../../wire/route.ts';
import { renderInstanceProfile, requireInstanceProfile } from '../instance-profiles.ts';

/** `GetInstanceProfile`: a profile with its role. */
export const route: Route = on(GetInstanceProfileCommand, (input, { cloud }) => {
  const profile = requireInstanceProfile(cloud, input.InstanceProfileName);
  return { InstanceProfile: renderInstanceProfile(cloud, profile) };
});
