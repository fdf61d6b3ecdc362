import { CreateInstanceProfileCommand } from '@aws-sdk/client-iam';
import { type Route, on } from '../../../wire/route.ts';
import { newEntityId } from '../entity-ids.ts';
import { alreadyExists } from '../iam-errors.ts';
import { addTags } from '../iam-tags.ts';
import { renderInstanceProfile } from '../instance-profiles.ts';
import { validateName, validatePath } from '../validate-name.ts';

/** `CreateInstanceProfile`: an empty profile: a role is added to it. */
export const route: Route = on(CreateInstanceProfileCommand, (input, { cloud }) => {
  const name = validateName(input.InstanceProfileName, 'instanceProfileName', 128);
  for (const { id } of cloud.tables.instanceProfiles.values()) {
    if (id.toLowerCase() === name.toLowerCase())
      throw alreadyExists(`Instance Profile ${name} already exists.`);
  }
  const path = validatePath(input.Path);
  const profile = cloud.tables.instanceProfiles.put({
    id: name,
    profileId: newEntityId('AIPA'),
    arn: `arn:aws:iam::${cloud.accountId}:instance-profile${path}${name}`,
    path,
    roleNames: [],
    createdAt: cloud.now(),
    tags: addTags({}, input.Tags),
  });
  return { InstanceProfile: renderInstanceProfile(cloud, profile) };
});
