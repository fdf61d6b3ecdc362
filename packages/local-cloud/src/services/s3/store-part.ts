import type { LocalCloud } from '../../cloud.ts';
import type { PartRecord, UploadRecord } from '../../store/records/s3.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { dropBodies, writeBody } from './bodies.ts';
import { type BodyClaims, checkBody, claimedAlgorithms, etagOf } from './body-checks.ts';
import { checksumIn } from './checksums.ts';
import { type UploadReference, putPart, requireUpload, validatePartNumber } from './multipart-upload.ts';

/** Writes the body of a part and adds it to its upload, with the checksum that the upload was made with. */
export async function storePart(
  cloud: LocalCloud,
  reference: UploadReference & { readonly PartNumber: number | undefined },
  claims: BodyClaims,
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<PartRecord> {
  const number = validatePartNumber(reference.PartNumber);
  const upload = requireUpload(cloud, reference);
  const algorithm = algorithmOf(claims, upload);
  const expected = { ...claims, ...(algorithm && { ChecksumAlgorithm: algorithm }) };
  const body = await writeBody(cloud, chunks, claimedAlgorithms(expected));
  try {
    const checksum = checkBody(expected, body);
    const part: PartRecord = {
      number,
      etag: etagOf(body),
      bytes: body.bytes,
      file: body.file,
      modifiedAt: cloud.now(),
      ...(checksum && { checksum }),
    };
    putPart(cloud, reference, part);
    return part;
  } catch (error) {
    dropBodies(cloud, [body.file]);
    throw error;
  }
}

function algorithmOf(claims: BodyClaims, upload: UploadRecord): string | undefined {
  const claimed = checksumIn(claims)?.algorithm ?? claims.ChecksumAlgorithm;
  if (!upload.checksumAlgorithm || !claimed || claimed === upload.checksumAlgorithm) {
    return upload.checksumAlgorithm ?? claimed;
  }
  throw new AwsError(
    'InvalidRequest',
    `Checksum Type mismatch occurred, expected checksum Type: ${upload.checksumAlgorithm.toLowerCase()}, actual checksum Type: ${claimed.toLowerCase()}`,
  );
}
