import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { type Route, on } from '../../../wire/route.ts';
import { requireBucket } from '../require-bucket.ts';
import { objectId, refuseVersion } from '../require-object.ts';
import { deleteObject } from '../store-object.ts';
import { validateKey } from '../validate-key.ts';
import { requireMatch } from '../write-conditions.ts';

/** `DeleteObject`: succeeds for a key that is not there, unless If-Match asks for it. */
export const route: Route = on(DeleteObjectCommand, (input, { cloud }) => {
  const bucket = requireBucket(cloud, input).id;
  const key = validateKey(input.Key);
  refuseVersion(input.VersionId);
  if (input.IfMatch) requireMatch(cloud.tables.objects.get(objectId(bucket, key)), input.IfMatch);
  deleteObject(cloud, bucket, key);
  return {};
});
