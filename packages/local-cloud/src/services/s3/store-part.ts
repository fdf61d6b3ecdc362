import type { LocalCloud } from '../../cloud.ts';
import type { PartRecord } from '../../store/records/s3.ts';
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
  const algorithm = checksumIn(claims)?.algorithm ?? claims.ChecksumAlgorithm ?? upload.checksumAlgorithm;
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
