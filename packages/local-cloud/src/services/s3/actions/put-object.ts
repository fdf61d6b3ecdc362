import { PutObjectCommand } from '@aws-sdk/client-s3';
import { type Route, on } from '../../../wire/route.ts';
import { writeBody } from '../bodies.ts';
import { checkBody, claimedAlgorithms, etagOf } from '../body-checks.ts';
import { checksumFields } from '../checksums.ts';
import { keptHeaders } from '../object-headers.ts';
import { parseTagging } from '../tags.ts';
import { requireBucket } from '../require-bucket.ts';
import { storeObject } from '../store-object.ts';
import { validateKey } from '../validate-key.ts';

/** `PutObject`: the last writer wins, unless If-Match or If-None-Match decide otherwise. */
export const route: Route = on(PutObjectCommand, async (input, { cloud }) => {
  const bucket = requireBucket(cloud, input).id;
  const key = validateKey(input.Key);
  const kept = { ...keptHeaders(input), tags: parseTagging(input.Tagging) };
  const object = await storeObject(
    cloud,
    { bucket, key, conditions: input },
    () => writeBody(cloud, input.Body ? [input.Body] : [], claimedAlgorithms(input)),
    (body) => {
      const checksum = checkBody(input, body);
      return { ...kept, etag: etagOf(body), ...(checksum && { checksum }) };
    },
  );
  return {
    ETag: object.etag,
    ...checksumFields(object.checksum),
    ...(object.checksum && { ChecksumType: object.checksum.type }),
  };
});
