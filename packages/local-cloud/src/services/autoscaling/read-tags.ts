import type { Tag } from '@aws-sdk/client-auto-scaling';
import type { GroupTagRecord } from '../../store/records/auto-scaling.ts';
import { AwsError } from '../../wire/aws-error.ts';

/** Reads the tags of a request, refusing what AWS refuses. */
export function readTags(tags: readonly Tag[] | undefined): readonly GroupTagRecord[] {
  const read = (tags ?? []).map(({ Key: key = '', Value: value = '', PropagateAtLaunch: propagate }) => {
    if (key === '') {
      throw new AwsError('ValidationError', "Tag key can't be null or empty.");
    }
    if (key.toLowerCase().startsWith('aws:')) {
      throw new AwsError(
        'ValidationError',
        `Invalid tag key ${key}: aws: prefixed tag key names are not allowed for external use.`,
      );
    }
    return { key, value, propagateAtLaunch: propagate ?? false };
  });
  const keys = read.map(({ key }) => key);
  const repeated = keys.find((key, index) => keys.indexOf(key) !== index);
  if (repeated !== undefined) {
    throw new AwsError('ValidationError', `Duplicate tag keys found: ${repeated}`);
  }
  return read;
}

/** The tags of a group after some were put. */
export function mergeTags(
  before: readonly GroupTagRecord[],
  put: readonly GroupTagRecord[],
): readonly GroupTagRecord[] {
  const keys = new Set(put.map(({ key }) => key));
  return [...before.filter(({ key }) => !keys.has(key)), ...put];
}
