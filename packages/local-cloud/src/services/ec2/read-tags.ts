import type { ResourceType, Tag, TagSpecification } from '@aws-sdk/client-ec2';
import type { Tags } from '../../store/records/ec2.ts';
import { AwsError } from '../../wire/aws-error.ts';

/** Reads a list of tags, with EC2's limits: 127 characters for keys, 255 for values, 50 tags, none twice. */
export function readTags(list: readonly Tag[]): Tags {
  const tags: Record<string, string> = {};
  for (const { Key: key = '', Value: value = '' } of list) {
    if (key === '' || key.length > 127) {
      throw new AwsError(
        'InvalidParameterValue',
        `Tag keys must be between 1 and 127 characters long, not '${key}'`,
      );
    }
    if (value.length > 255) {
      throw new AwsError(
        'InvalidParameterValue',
        `Tag value exceeds the maximum length of 255 characters: '${value}'`,
      );
    }
    if (key.startsWith('aws:')) {
      throw new AwsError(
        'InvalidParameterValue',
        `Tag keys starting with 'aws:' are reserved for internal use: '${key}'`,
      );
    }
    if (Object.hasOwn(tags, key)) {
      throw new AwsError('InvalidParameterValue', `Duplicate tag key '${key}' specified.`);
    }
    tags[key] = value;
  }
  requireTagCount(tags);
  return tags;
}

/** Refuses more tags than a resource may have. */
export function requireTagCount(tags: Tags): void {
  const count = Object.keys(tags).filter((key) => !key.startsWith('aws:')).length;
  if (count > 50) throw new AwsError('TagLimitExceeded', 'More than 50 tags specified');
}

/**
 * Reads what the TagSpecifications of a request say for one resource type; types that the action does not
 * make are refused as EC2 does.
 */
export function readTagSpecification(
  specifications: readonly TagSpecification[] | undefined,
  type: ResourceType,
  accepted: readonly ResourceType[] = [type],
): Tags {
  const tags: Tag[] = [];
  for (const { ResourceType: named, Tags } of specifications ?? []) {
    if (named === undefined || !accepted.includes(named)) {
      throw new AwsError(
        'InvalidParameterValue',
        `'${named}' is not a valid taggable resource type for this operation.`,
      );
    }
    if (named === type) tags.push(...(Tags ?? []));
  }
  return readTags(tags);
}

/** Tags as the EC2 API shows them, in order of their keys. */
export function renderTags(tags: Tags): Tag[] {
  return Object.keys(tags)
    .sort()
    .map((key) => ({ Key: key, Value: tags[key] ?? '' }));
}
