import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Crc32c, Crc64Nvme } from '@aws-sdk/checksums/crc';
import type { ChecksumAlgorithm, ChecksumRecord } from '../../store/records/s3.ts';
import { AwsError } from '../../wire/aws-error.ts';

/** The checksum members that S3's inputs and outputs share; the values are base64. */
export interface ChecksumFields {
  ChecksumCRC32?: string | undefined;
  ChecksumCRC32C?: string | undefined;
  ChecksumCRC64NVME?: string | undefined;
  ChecksumSHA1?: string | undefined;
  ChecksumSHA256?: string | undefined;
  ChecksumSHA512?: string | undefined;
  ChecksumMD5?: string | undefined;
}

/** Takes a body piece by piece and gives its base64 checksum at the end. */
export interface Digest {
  update(chunk: Uint8Array): void;
  digest(): Promise<string>;
}

const ALGORITHMS: Readonly<Record<ChecksumAlgorithm, () => Digest>> = {
  CRC32: crc32Digest,
  CRC32C: () => sdkDigest(new Crc32c()),
  CRC64NVME: () => sdkDigest(new Crc64Nvme()),
  SHA1: () => hashDigest('sha1'),
  SHA256: () => hashDigest('sha256'),
  SHA512: () => hashDigest('sha512'),
  MD5: () => hashDigest('md5'),
};

/** Refuses checksum algorithms that are not computed here (the XXHASH family). */
export function requireAlgorithm(name: string): ChecksumAlgorithm {
  if (isAlgorithm(name)) return name;
  throw new AwsError(
    'NotImplemented',
    `The local cloud does not compute ${name} checksums: use ${Object.keys(ALGORITHMS).join(', ')}.`,
    501,
  );
}

function isAlgorithm(name: string): name is ChecksumAlgorithm {
  return Object.hasOwn(ALGORITHMS, name);
}

/** A fresh digest of that algorithm. */
export function createDigest(algorithm: ChecksumAlgorithm): Digest {
  return ALGORITHMS[algorithm]();
}

/** The checksum that a request carries, if any; more than one is an error, as on S3. */
export function checksumIn(fields: ChecksumFields): { algorithm: string; value: string } | undefined {
  const given = Object.entries(fields).flatMap(([name, value]) => {
    const algorithm = /^Checksum(CRC\w+|SHA\d+|MD5|XXHASH\w+)$/.exec(name)?.[1];
    return algorithm !== undefined && typeof value === 'string' && value !== '' ? [{ algorithm, value }] : [];
  });
  if (given.length > 1) {
    throw new AwsError(
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  return given[0];
}

/** A stored checksum as the member of an output. */
export function checksumFields(checksum: ChecksumRecord | undefined): ChecksumFields {
  return checksum ? { [`Checksum${checksum.algorithm}`]: checksum.value } : {};
}

function crc32Digest(): Digest {
  let value = 0;
  return {
    update: (chunk) => {
      value = crc32(chunk, value);
    },
    digest: () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      return Promise.resolve(bytes.toString('base64'));
    },
  };
}

function sdkDigest(checksum: { update(data: Uint8Array): void; digest(): Promise<Uint8Array> }): Digest {
  return {
    update: (chunk) => checksum.update(chunk),
    digest: async () => Buffer.from(await checksum.digest()).toString('base64'),
  };
}

function hashDigest(name: string): Digest {
  const hash = createHash(name);
  return {
    update: (chunk) => void hash.update(chunk),
    digest: () => Promise.resolve(hash.digest('base64')),
  };
}
