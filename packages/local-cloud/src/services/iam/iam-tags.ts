import type { Tag } from '@aws-sdk/client-iam';
import type { Tags } from '../../store/records/ec2.ts';
import { limitExceeded, validationError } from './iam-errors.ts';

const MOST_TAGS = 50;

/** Adds tags to those there are; keys differ in more than their case, as IAM wants it. */
export function addTags(tags: Tags, added: readonly Tag[] | undefined): Tags {
  const merged = new Map(
    Object.entries(tags).map(([key, value]) => [key.toLowerCase(), [key, value] as const]),
  );
  for (const { Key: key = '', Value: value = '' } of added ?? []) {
    if (key === '' || key.length > 128 || value.length > 256) {
      throw validationError(
        `The tag '${key}' must have a key of 1 to 128 and a value of up to 256 characters.`,
      );
    }
    merged.set(key.toLowerCase(), [key, value]);
  }
  if (merged.size > MOST_TAGS) throw limitExceeded('TagsPerResource', MOST_TAGS);
  return Object.fromEntries(merged.values());
}

/** Takes tags away; a key that is not there is no error. */
export function removeTags(tags: Tags, keys: readonly string[] | undefined): Tags {
  const gone = new Set(keys?.map((key) => key.toLowerCase()));
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !gone.has(key.toLowerCase())));
}

/** Tags as IAM lists them. */
export function renderTags(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
