import { CopyObjectCommand, type CopyObjectCommandInput } from '@aws-sdk/client-s3';
import type { ObjectRecord } from '../../../store/records/s3.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { type Route, on } from '../../../wire/route.ts';
import { writeBody } from '../bodies.ts';
import { checkBody, claimedAlgorithms, etagOf } from '../body-checks.ts';
import { checksumFields } from '../checksums.ts';
import { readBody, requireSource } from '../copy-source.ts';
import { keptHeaders } from '../object-headers.ts';
import { requireBucket } from '../require-bucket.ts';
import { objectId } from '../require-object.ts';
import { type NewObject, storeObject } from '../store-object.ts';
import { parseTagging } from '../tags.ts';
import { validateKey } from '../validate-key.ts';

/** `CopyObject`: headers and tags come along unless their directive says REPLACE. */
export const route: Route = on(CopyObjectCommand, async (input, { cloud }) => {
  const bucket = requireBucket(cloud, input).id;
  const key = validateKey(input.Key);
  const source = requireSource(cloud, input);
  if (source.id === objectId(bucket, key) && input.MetadataDirective !== 'REPLACE') throw illegalCopy();
  const kept = keptOf(source, input);
  const claims = { ChecksumAlgorithm: input.ChecksumAlgorithm ?? source.checksum?.algorithm };
  const copy = await storeObject(
    cloud,
    { bucket, key, conditions: input },
    () => writeBody(cloud, readBody(cloud, source.file), claimedAlgorithms(claims)),
    (body) => {
      const checksum = checkBody(claims, body);
      return { ...kept, etag: etagOf(body), ...(checksum && { checksum }) };
    },
  );
  return {
    CopyObjectResult: {
      ETag: copy.etag,
      LastModified: copy.modifiedAt,
      ...checksumFields(copy.checksum),
      ...(copy.checksum && { ChecksumType: copy.checksum.type }),
    },
  };
});

function keptOf(source: ObjectRecord, input: CopyObjectCommandInput): Omit<NewObject, 'etag'> {
  const { contentType, headers, metadata } = source;
  const copied = { ...(contentType !== undefined && { contentType }), headers, metadata };
  return {
    ...(input.MetadataDirective === 'REPLACE' ? keptHeaders(input) : copied),
    tags: input.TaggingDirective === 'REPLACE' ? parseTagging(input.Tagging) : source.tags,
  };
}

function illegalCopy(): AwsError {
  return new AwsError(
    'InvalidRequest',
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
}
