import { createHash } from 'node:crypto';
import type { CompletedPart } from '@aws-sdk/client-s3';
import type { ChecksumAlgorithm, ChecksumRecord, PartRecord, UploadRecord } from '../../store/records/s3.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { checksumIn, createDigest } from './checksums.ts';
import { sameEtag } from './write-conditions.ts';

/** Every part but the last must be at least this large. */
const SMALLEST_PART = 5 * 1024 * 1024;

/** The parts that a CompleteMultipartUpload names, checked as S3 checks them. */
export function chooseParts(
  upload: UploadRecord,
  wanted: readonly CompletedPart[] | undefined,
): readonly PartRecord[] {
  if (!wanted || wanted.length === 0) {
    throw new AwsError(
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    );
  }
  const parts = wanted.map((wish, index) => {
    if (index > 0 && Number(wish.PartNumber) <= Number(wanted[index - 1]?.PartNumber))
      throw invalidPartOrder();
    return choosePart(upload, wish);
  });
  if (parts.slice(0, -1).some((part) => part.bytes < SMALLEST_PART)) {
    throw new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size');
  }
  return parts;
}

function choosePart(upload: UploadRecord, wish: CompletedPart): PartRecord {
  const part = upload.parts.find((candidate) => candidate.number === wish.PartNumber);
  const claimed = checksumIn(wish);
  const right =
    part &&
    sameEtag(wish.ETag ?? '', part.etag) &&
    (!claimed ||
      !part.checksum ||
      (claimed.algorithm === part.checksum.algorithm && claimed.value === part.checksum.value));
  if (right) return part;
  throw new AwsError(
    'InvalidPart',
    "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
  );
}

/** The entity tag of an object made of parts: the MD5 of the parts' MD5s, and their number. */
export function etagOfParts(parts: readonly PartRecord[]): string {
  const hash = createHash('md5');
  for (const part of parts) hash.update(Buffer.from(part.etag.replaceAll('"', ''), 'hex'));
  return `"${hash.digest('hex')}-${parts.length}"`;
}

/** The composite checksum of an object made of parts: over the parts' checksums; nothing when one has none. */
export async function compositeChecksum(
  algorithm: ChecksumAlgorithm,
  parts: readonly PartRecord[],
): Promise<ChecksumRecord | undefined> {
  const digest = createDigest(algorithm);
  for (const { checksum } of parts) {
    if (checksum?.algorithm !== algorithm) return undefined;
    digest.update(Buffer.from(checksum.value, 'base64'));
  }
  return { algorithm, value: `${await digest.digest()}-${parts.length}`, type: 'COMPOSITE' };
}

function invalidPartOrder(): AwsError {
  return new AwsError(
    'InvalidPartOrder',
    'The list of parts was not in ascending order. The parts list must be specified in order by part number.',
  );
}
