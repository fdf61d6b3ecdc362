import type { Tag } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Tags } from '../../store/records/ec2.ts';
import { AwsError } from '../../wire/aws-error.ts';

/** Reads a list of tags with ELB's limits: 128 characters for keys, 256 for values, none twice. */
export function readTags(list: readonly Tag[] | undefined): Tags {
  const tags: Record<string, string> = {};
  for (const { Key: key = '', Value: value = '' } of list ?? []) {
    if (key === '' || key.length > 128) {
      throw new AwsError('ValidationError', `Tag key '${key}' must have 1 to 128 characters`);
    }
    if (value.length > 256) {
      throw new AwsError('ValidationError', `The value of tag '${key}' cannot be longer than 256 characters`);
    }
    if (key.startsWith('aws:')) {
      throw new AwsError('ValidationError', `Tag key '${key}' is reserved: keys cannot begin with 'aws:'`);
    }
    if (Object.hasOwn(tags, key)) {
      throw new AwsError('DuplicateTagKeys', `Tag key '${key}' was specified more than once`);
    }
    tags[key] = value;
  }
  return checkTagCount(tags);
}

/** Refuses more tags than a resource may have. */
export function checkTagCount(tags: Tags): Tags {
  if (Object.keys(tags).length > 50) {
    throw new AwsError('TooManyTags', "The maximum number of tags on a resource is '50'");
  }
  return tags;
}

/** Tags as the ELB API shows them. */
export function renderTags(tags: Tags): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
