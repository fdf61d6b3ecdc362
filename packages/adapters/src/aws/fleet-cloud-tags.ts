import { parseReleaseId, tagKeys } from '@imago/engine';
import type { EnvironmentRef, ReleaseId } from '@imago/engine';

/** What a thing is for, in its tag `imago:role`. */
export type Role =
  | 'load-balancer'
  | 'instances'
  | 'listener'
  | 'side'
  | 'member'
  | 'member-interface'
  | 'member-volume'
  | 'member-snapshot'
  /** A member's volume until another one took its place. */
  | 'replaced-volume'
  /** Of rehearsals. */
  | 'network';

/** Tag of a group that an instance refresh of ours was started for: the release that it brings. */
export const refreshTag = 'imago:refresh';

interface AwsTag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/** The tags of everything that is made for an environment. */
export function tagsOf(
  { project, environment }: EnvironmentRef,
  role: Role,
  release?: ReleaseId,
  own: Readonly<Record<string, string>> = {},
): { Key: string; Value: string }[] {
  const tags = {
    ...own,
    [tagKeys.project]: project,
    [tagKeys.environment]: environment,
    [tagKeys.role]: role,
    ...(release === undefined ? {} : { [tagKeys.release]: release }),
  };
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** Filters for EC2 and Auto Scaling that match exactly the things of an environment. */
export const filtersOf = ({ project, environment }: EnvironmentRef): { Name: string; Values: string[] }[] => [
  { Name: `tag:${tagKeys.project}`, Values: [project] },
  { Name: `tag:${tagKeys.environment}`, Values: [environment] },
];

/** Whether a thing carries exactly the tags of this environment. */
export function belongs(
  { project, environment }: EnvironmentRef,
  tags: readonly AwsTag[] | undefined,
): boolean {
  return tagOf(tags, tagKeys.project) === project && tagOf(tags, tagKeys.environment) === environment;
}

/** The release in a thing's tags. */
export function releaseTag(tags: readonly AwsTag[] | undefined): ReleaseId | undefined {
  return parseReleaseId(tagOf(tags, tagKeys.release) ?? '');
}

/** A thing's role, as its tag tells. */
export const roleTag = (tags: readonly AwsTag[] | undefined): string | undefined => tagOf(tags, tagKeys.role);

/** The value of a tag. */
export const tagOf = (tags: readonly AwsTag[] | undefined, key: string): string | undefined =>
  tags?.find(({ Key }) => Key === key)?.Value;
