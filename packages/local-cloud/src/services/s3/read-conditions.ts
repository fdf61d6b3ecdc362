import type { ObjectRecord } from '../../store/records/s3.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { preconditionFailed, sameEtag } from './write-conditions.ts';

/** The conditions of a read, or of the source of a copy. */
export interface ReadConditions {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
  readonly ifModifiedSince?: Date | undefined;
  readonly ifUnmodifiedSince?: Date | undefined;
}

/**
 * Holds an object against the conditions of a read, in the order of RFC 7232: an entity tag outranks a date.
 * Throws 412, or 304 for a client whose copy is current.
 */
export function checkRead(object: ObjectRecord, conditions: ReadConditions): void {
  const { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince } = conditions;
  const modifiedAt = object.modifiedAt.getTime();
  if (ifMatch) {
    if (!matches(ifMatch, object)) throw preconditionFailed();
  } else if (ifUnmodifiedSince && modifiedAt > ifUnmodifiedSince.getTime()) {
    throw preconditionFailed();
  }
  if (ifNoneMatch) {
    if (matches(ifNoneMatch, object)) throw notModified();
  } else if (ifModifiedSince && modifiedAt <= ifModifiedSince.getTime()) {
    throw notModified();
  }
}

function matches(list: string, object: ObjectRecord): boolean {
  return list
    .split(',')
    .some((tag) => tag.trim() === '*' || sameEtag(tag.trim().replace(/^W\//, ''), object.etag));
}

function notModified(): AwsError {
  return new AwsError('NotModified', 'Not Modified', 304);
}
