import type { EnvironmentRef, MemberSettings, ReleaseId } from '@imago/engine';
import { tagOf, tagsOf } from './fleet-cloud-tags.ts';
import type { Role } from './fleet-cloud-tags.ts';

/** Tags of what belongs to one member of a cluster. */
export const memberTagKeys = {
  member: 'imago:member',
  ordinal: 'imago:ordinal',
  /** On volumes and snapshots: the volume's name in the config. */
  volume: 'imago:volume',
  /** On volumes: `true` once a file system was seen on them. */
  formatted: 'imago:formatted',
  /** On snapshots: the rollout before which they were made. */
  rollout: 'imago:rollout',
  /** On volumes: which policy makes snapshots of them. */
  schedule: 'imago:schedule',
  /** On instances: what made them. */
  attempt: 'imago:attempt',
} as const;

type Tags = readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined;

/** The tags of something of a member's, its name for people among them. */
export function memberTags(
  ref: EnvironmentRef,
  { role, member, name, release, own, more = {} }: MemberTags,
): { Key: string; Value: string }[] {
  const tags = {
    ...more,
    [memberTagKeys.member]: member.name,
    [memberTagKeys.ordinal]: String(member.ordinal),
  };
  return [
    { Key: 'Name', Value: name },
    ...tagsOf(ref, role, release, own).filter(({ Key }) => Key !== 'Name'),
    ...Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  ];
}

interface MemberTags {
  readonly role: Role;
  readonly member: Pick<MemberSettings, 'name' | 'ordinal'>;
  readonly name: string;
  readonly release?: ReleaseId;
  /** The user's own. */
  readonly own: Readonly<Record<string, string>>;
  readonly more?: Readonly<Record<string, string>>;
}

/** The tag by which Data Lifecycle Manager finds the volumes of one name of an environment, and no others. */
export const scheduleTag = (
  { project, environment }: EnvironmentRef,
  volume: string,
): { readonly Key: string; readonly Value: string } => ({
  Key: memberTagKeys.schedule,
  Value: `${project}/${environment}/${volume}`,
});

/** The member that something belongs to. */
export const memberTag = (tags: Tags): string | undefined => tagOf(tags, memberTagKeys.member);

/** The place of that member in its cluster; 0 where that is not told. */
export const ordinalTag = (tags: Tags): number => Number(tagOf(tags, memberTagKeys.ordinal) ?? 0) || 0;

/** The data volume that a volume or snapshot is of. */
export const volumeTag = (tags: Tags): string | undefined => tagOf(tags, memberTagKeys.volume);

/** Whether a file system was seen on a volume. */
export const isFormatted = (tags: Tags): boolean => tagOf(tags, memberTagKeys.formatted) === 'true';

/** The rollout before which a snapshot was made. */
export function rolloutTag(tags: Tags): number | undefined {
  const value = tagOf(tags, memberTagKeys.rollout);
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
}
