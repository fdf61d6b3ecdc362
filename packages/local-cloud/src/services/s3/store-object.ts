import type { LocalCloud } from '../../cloud.ts';
import type { ObjectRecord } from '../../store/records/s3.ts';
import { type WrittenBody, dropBodies } from './bodies.ts';
import { indexKey, unindexKey } from './key-index.ts';
import { requireBucket } from './require-bucket.ts';
import { objectId } from './require-object.ts';
import { type WriteConditions, beginWrite, noteDeletion } from './write-conditions.ts';

/** An object as an action made it; `storeObject` gives it its place. */
export type NewObject = Omit<ObjectRecord, 'id' | 'bucket' | 'key' | 'file' | 'bytes' | 'modifiedAt'>;

/**
 * Writes a body and makes it the object under a key, under the write's conditions. The body is whole on disk
 * before the object is visible; conditions are held against what is there in the same turn as the change.
 */
export async function storeObject(
  cloud: LocalCloud,
  target: { readonly bucket: string; readonly key: string; readonly conditions: WriteConditions },
  write: () => Promise<WrittenBody>,
  describe: (body: WrittenBody) => NewObject,
): Promise<ObjectRecord> {
  const { bucket, key, conditions } = target;
  const pending = beginWrite(cloud, bucket, key, conditions);
  let body: WrittenBody | undefined;
  try {
    body = await write();
    const described = describe(body);
    requireBucket(cloud, { Bucket: bucket });
    pending.check();
    return commit(cloud, {
      ...described,
      id: objectId(bucket, key),
      bucket,
      key,
      file: body.file,
      bytes: body.bytes,
      modifiedAt: wholeSeconds(cloud.now()),
    });
  } catch (error) {
    if (body) dropBodies(cloud, [body.file]);
    throw error;
  } finally {
    pending.end();
  }
}

function commit(cloud: LocalCloud, object: ObjectRecord): ObjectRecord {
  const replaced = cloud.tables.objects.get(object.id);
  cloud.tables.objects.put(object);
  indexKey(cloud, object.bucket, object.key);
  if (replaced) dropBodies(cloud, [replaced.file]);
  return object;
}

/** Deletes an object and its body; a key that is not there is no error. */
export function deleteObject(cloud: LocalCloud, bucket: string, key: string): void {
  const id = objectId(bucket, key);
  const object = cloud.tables.objects.get(id);
  if (!object) return;
  cloud.tables.objects.delete(id);
  unindexKey(cloud, bucket, key);
  noteDeletion(cloud, id);
  dropBodies(cloud, [object.file]);
}

/** S3 keeps and compares times of modification in whole seconds, as HTTP dates are. */
function wholeSeconds(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000);
}
