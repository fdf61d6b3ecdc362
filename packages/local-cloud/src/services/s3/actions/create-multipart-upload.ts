import { randomBytes } from 'node:crypto';
import { CreateMultipartUploadCommand } from '@aws-sdk/client-s3';
import type { ChecksumAlgorithm, UploadRecord } from '../../../store/records/s3.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { type Route, on } from '../../../wire/route.ts';
import { requireAlgorithm } from '../checksums.ts';
import { keptHeaders } from '../object-headers.ts';
import { requireBucket } from '../require-bucket.ts';
import { parseTagging } from '../tags.ts';
import { validateKey } from '../validate-key.ts';

/** `CreateMultipartUpload`: what the object will carry is said here, its body comes in parts. */
export const route: Route = on(CreateMultipartUploadCommand, (input, { cloud }) => {
  const bucket = requireBucket(cloud, input).id;
  const key = validateKey(input.Key);
  const checksum = checksumOf(input.ChecksumAlgorithm, input.ChecksumType);
  const upload = cloud.tables.uploads.put({
    id: randomBytes(48).toString('base64url'),
    bucket,
    key,
    startedAt: cloud.now(),
    parts: [],
    ...keptHeaders(input),
    tags: parseTagging(input.Tagging),
    ...checksum,
  });
  return {
    Bucket: bucket,
    Key: key,
    UploadId: upload.id,
    ...(input.ChecksumAlgorithm && { ChecksumAlgorithm: input.ChecksumAlgorithm }),
    ...(checksum && { ChecksumType: checksum.checksumType }),
  };
});

type Checksum = Required<Pick<UploadRecord, 'checksumAlgorithm' | 'checksumType'>>;

function checksumOf(
  name: string | undefined,
  type: Checksum['checksumType'] | undefined,
): Checksum | undefined {
  if (!name) {
    if (!type) return undefined;
    throw new AwsError(
      'InvalidRequest',
      'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
    );
  }
  const checksumAlgorithm = requireAlgorithm(name);
  const possible = typesOf(checksumAlgorithm);
  const checksumType = type ?? possible[0];
  if (possible.includes(checksumType)) return { checksumAlgorithm, checksumType };
  throw new AwsError(
    'InvalidRequest',
    `The ${checksumType} checksum type cannot be used with the ${name.toLowerCase()} checksum algorithm.`,
  );
}

/** A full checksum must be computable from the parts', so hashes are composite. The first type is the default. */
function typesOf(
  algorithm: ChecksumAlgorithm,
): readonly [Checksum['checksumType'], ...Checksum['checksumType'][]] {
  if (algorithm === 'CRC64NVME') return ['FULL_OBJECT'];
  return algorithm.startsWith('CRC') ? ['COMPOSITE', 'FULL_OBJECT'] : ['COMPOSITE'];
}
