import {
  DeleteObjectsCommand,
  type DeletedObject,
  type ObjectIdentifier,
  type _Error,
} from '@aws-sdk/client-s3';
import type { LocalCloud } from '../../../cloud.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { type Route, on } from '../../../wire/route.ts';
import { requireBucket } from '../require-bucket.ts';
import { objectId, refuseVersion } from '../require-object.ts';
import { deleteObject } from '../store-object.ts';
import { validateKey } from '../validate-key.ts';
import { requireMatch } from '../write-conditions.ts';

const MOST_KEYS = 1000;

/** `DeleteObjects`: each key on its own; what fails is listed beside what was deleted. */
export const route: Route = on(DeleteObjectsCommand, (input, { cloud }) => {
  const bucket = requireBucket(cloud, input).id;
  const wanted = input.Delete?.Objects ?? [];
  if (wanted.length === 0 || wanted.length > MOST_KEYS) {
    throw new AwsError(
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    );
  }
  const deleted: DeletedObject[] = [];
  const errors: _Error[] = [];
  for (const wish of wanted) {
    const error = tryDelete(cloud, bucket, wish);
    if (error) errors.push({ Key: wish.Key, Code: error.code, Message: error.message });
    else deleted.push({ Key: wish.Key, ...(wish.VersionId && { VersionId: wish.VersionId }) });
  }
  return {
    ...(!input.Delete?.Quiet && { Deleted: deleted }),
    ...(errors.length > 0 && { Errors: errors }),
  };
});

function tryDelete(cloud: LocalCloud, bucket: string, wish: ObjectIdentifier): AwsError | undefined {
  try {
    const key = validateKey(wish.Key);
    refuseVersion(wish.VersionId);
    if (wish.ETag) requireMatch(cloud.tables.objects.get(objectId(bucket, key)), wish.ETag);
    deleteObject(cloud, bucket, key);
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
}
