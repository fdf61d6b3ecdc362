import type { LocalCloud } from '../../cloud.ts';
import type { ObjectRecord } from '../../store/records/s3.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { objectId } from './require-object.ts';

/** The conditions of a write; none means that the last writer wins. */
export interface WriteConditions {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
}

/** A conditional write that is under way, from its first byte to its commit. */
export interface PendingWrite {
  /** Throws what S3 answers when the conditions do not hold now. */
  check(): void;
  /** Forgets the write, whatever became of it. */
  end(): void;
}

const pending = new WeakMap<LocalCloud['tables'], Map<string, Set<{ deleted: boolean }>>>();

/**
 * Watches a key while a conditional write to it is under way.
 *
 * As on S3: the first write to finish wins and later ones fail with 412; one whose key was deleted meanwhile
 * fails with 409, because it cannot know which of the two came first; If-Match on a missing key is 404.
 */
export function beginWrite(
  cloud: LocalCloud,
  bucket: string,
  key: string,
  conditions: WriteConditions,
): PendingWrite {
  const ifMatch = conditions.IfMatch || undefined;
  const ifNoneMatch = conditions.IfNoneMatch || undefined;
  if (ifMatch === undefined && ifNoneMatch === undefined) return { check: () => {}, end: () => {} };
  if (ifMatch !== undefined && ifNoneMatch !== undefined) throw notImplemented('If-Match with If-None-Match');
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') throw notImplemented('If-None-Match with an ETag');

  const id = objectId(bucket, key);
  const writes = writesOf(cloud);
  const write = { deleted: false };
  writes.set(id, (writes.get(id) ?? new Set()).add(write));
  return {
    check: () => {
      if (write.deleted) {
        throw new AwsError(
          'ConditionalRequestConflict',
          'The conditional request cannot succeed due to a conflicting operation against this resource.',
          409,
        );
      }
      const object = cloud.tables.objects.get(id);
      if (ifMatch !== undefined) requireMatch(object, ifMatch);
      else if (object) throw preconditionFailed();
    },
    end: () => {
      const others = writes.get(id);
      others?.delete(write);
      if (others?.size === 0) writes.delete(id);
    },
  };
}

/** Tells the conditional writes under way that their key was deleted. */
export function noteDeletion(cloud: LocalCloud, id: string): void {
  for (const write of writesOf(cloud).get(id) ?? []) write.deleted = true;
}

/** Holds an If-Match of a write or a deletion against the object that is there; `*` matches any. */
export function requireMatch(object: ObjectRecord | undefined, ifMatch: string): void {
  if (!object) throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
  if (ifMatch !== '*' && !sameEtag(ifMatch, object.etag)) throw preconditionFailed();
}

/** Compares entity tags; clients send them with and without their quotes. */
export function sameEtag(a: string, b: string): boolean {
  return a.replaceAll('"', '') === b.replaceAll('"', '');
}

/** What S3 answers when a condition does not hold. */
export function preconditionFailed(): AwsError {
  return new AwsError(
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    412,
  );
}

function writesOf(cloud: LocalCloud): Map<string, Set<{ deleted: boolean }>> {
  const known = pending.get(cloud.tables);
  if (known) return known;
  const writes = new Map<string, Set<{ deleted: boolean }>>();
  pending.set(cloud.tables, writes);
  return writes;
}

function notImplemented(what: string): AwsError {
  return new AwsError(
    'NotImplemented',
    `A header you provided implies functionality that is not implemented (${what}).`,
    501,
  );
}
