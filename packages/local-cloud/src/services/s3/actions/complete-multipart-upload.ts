import { CompleteMultipartUploadCommand } from '@aws-sdk/client-s3';
import type { LocalCloud } from '../../../cloud.ts';
import type { PartRecord } from '../../../store/records/s3.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { type Route, on } from '../../../wire/route.ts';
import { writeBody } from '../bodies.ts';
import { checkBody } from '../body-checks.ts';
import { checksumFields, checksumIn } from '../checksums.ts';
import { chooseParts, compositeChecksum, etagOfParts } from '../complete-parts.ts';
import { readBody } from '../copy-source.ts';
import { abortUpload, requireUpload } from '../multipart-upload.ts';
import { storeObject } from '../store-object.ts';

/** `CompleteMultipartUpload`: the named parts become the object; the upload is gone when it is there, not before. */
export const route: Route = on(CompleteMultipartUploadCommand, async (input, { cloud }) => {
  const upload = requireUpload(cloud, input);
  const parts = chooseParts(upload, input.MultipartUpload?.Parts);
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  if (input.MpuObjectSize !== undefined && input.MpuObjectSize !== bytes) {
    throw new AwsError(
      'InvalidRequest',
      "The provided 'x-amz-mp-object-size' header does not match what was computed.",
    );
  }
  const { bucket, key, contentType, headers, metadata, tags, checksumAlgorithm: algorithm } = upload;
  const composite =
    algorithm && upload.checksumType === 'COMPOSITE' ? await compositeChecksum(algorithm, parts) : undefined;
  const full = algorithm !== undefined && upload.checksumType === 'FULL_OBJECT';
  if (composite) checkComposite(composite.value, checksumIn(input)?.value);
  const object = await storeObject(
    cloud,
    { bucket, key, conditions: input },
    () => writeBody(cloud, join(cloud, parts), full ? [algorithm] : []),
    (body) => {
      // Another completion of the same upload may have been faster.
      requireUpload(cloud, input);
      const checksum = full ? checkBody({ ...input, ChecksumAlgorithm: algorithm }, body) : composite;
      return {
        ...(contentType !== undefined && { contentType }),
        headers,
        metadata,
        tags,
        etag: etagOfParts(parts),
        partBytes: parts.map((part) => part.bytes),
        ...(checksum && { checksum }),
      };
    },
  );
  abortUpload(cloud, upload);
  return {
    Location: `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`,
    Bucket: bucket,
    Key: key,
    ETag: object.etag,
    ...checksumFields(object.checksum),
    ...(object.checksum && { ChecksumType: object.checksum.type }),
  };
});

async function* join(cloud: LocalCloud, parts: readonly PartRecord[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield* readBody(cloud, part.file);
}

function checkComposite(computed: string, claimed: string | undefined): void {
  if (claimed === undefined || claimed === computed || `${claimed}-${computed.split('-')[1]}` === computed)
    return;
  throw new AwsError('BadDigest', 'The checksum you specified did not match the calculated checksum.');
}
