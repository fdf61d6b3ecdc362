import type { ChecksumAlgorithm, ChecksumRecord } from '../../store/records/s3.ts';
import { AwsError } from '../../wire/aws-error.ts';
import type { WrittenBody } from './bodies.ts';
import { type ChecksumFields, checksumIn, requireAlgorithm } from './checksums.ts';

/** What a request says about its body. */
export interface BodyClaims extends ChecksumFields {
  readonly ContentMD5?: string | undefined;
  readonly ContentLength?: number | undefined;
  /** The algorithm the client announced; its value may be missing. */
  readonly ChecksumAlgorithm?: string | undefined;
}

/** The algorithms to compute while writing the body. */
export function claimedAlgorithms(claims: BodyClaims): readonly ChecksumAlgorithm[] {
  const name = checksumIn(claims)?.algorithm ?? claims.ChecksumAlgorithm;
  return name ? [requireAlgorithm(name)] : [];
}

/** Holds a written body against what the request says about it; gives the checksum to keep. */
export function checkBody(claims: BodyClaims, body: WrittenBody): ChecksumRecord | undefined {
  checkMd5(claims.ContentMD5, body);
  const claimed = checksumIn(claims);
  const [algorithm] = claimedAlgorithms(claims);
  const value = algorithm && body.digests.get(algorithm);
  if (algorithm === undefined || value === undefined) return undefined;
  if (claimed && claimed.value !== value) {
    throw new AwsError('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
  }
  return { algorithm, value, type: 'FULL_OBJECT' };
}

function checkMd5(claimed: string | undefined, body: WrittenBody): void {
  if (!claimed) return;
  if (Buffer.from(claimed, 'base64').length !== 16) {
    throw new AwsError('InvalidDigest', 'The Content-MD5 you specified was invalid.');
  }
  if (claimed !== body.digests.get('MD5')) {
    throw new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
}

/** The entity tag of a body written in one piece: its MD5 in hexadecimal, with quotes. */
export function etagOf(body: WrittenBody): string {
  return `"${Buffer.from(body.digests.get('MD5') ?? '', 'base64').toString('hex')}"`;
}
