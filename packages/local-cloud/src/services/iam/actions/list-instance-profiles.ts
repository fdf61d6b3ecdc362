import { ListInstanceProfilesCommand } from '@aws-sdk/client-iam';
import { type Route, on } from '../../../wire/route.ts';
import { iamPage } from '../iam-page.ts';
import { renderInstanceProfile } from '../instance-profiles.ts';

/** `ListInstanceProfiles`: the profiles under a path, by name. */
export const route: Route = on(ListInstanceProfilesCommand, (input, { cloud }) => {
  const found = [...cloud.tables.instanceProfiles.values()].filter(({ path }) =>
    path.startsWith(input.PathPrefix ?? '/'),
  );
  const { page, more } = iamPage(found, (profile) => profile.id, input);
  return { InstanceProfiles: page.map((profile) => renderInstanceProfile(cloud, profile)), ...more };
});
