import type { InstanceProfile } from '@aws-sdk/client-iam';
import type { LocalCloud } from '../../cloud.ts';
import type { InstanceProfileRecord } from '../../store/records/iam.ts';
import { noSuchEntity } from './iam-errors.ts';
import { renderTags } from './iam-tags.ts';
import { renderListedRole } from './roles.ts';

/** The instance profile of that name, or IAM's own word that there is none. */
export function requireInstanceProfile(cloud: LocalCloud, name: string | undefined): InstanceProfileRecord {
  const profile = cloud.tables.instanceProfiles.get(name ?? '');
  if (!profile) throw noSuchEntity(`Instance Profile ${name} cannot be found.`);
  return profile;
}

/** The instance profiles that hold a role. */
export function profilesOf(cloud: LocalCloud, roleName: string): readonly InstanceProfileRecord[] {
  return [...cloud.tables.instanceProfiles.values()].filter((profile) =>
    profile.roleNames.includes(roleName),
  );
}

/** An instance profile as IAM shows it, with its role. */
export function renderInstanceProfile(cloud: LocalCloud, profile: InstanceProfileRecord): InstanceProfile {
  const roles = profile.roleNames.flatMap((name) => cloud.tables.roles.get(name) ?? []);
  const tags = renderTags(profile.tags);
  return {
    Path: profile.path,
    InstanceProfileName: profile.id,
    InstanceProfileId: profile.profileId,
    Arn: profile.arn,
    CreateDate: profile.createdAt,
    Roles: roles.map(renderListedRole),
    ...(tags.length > 0 && { Tags: tags }),
  };
}
