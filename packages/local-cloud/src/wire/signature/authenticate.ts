import { AwsError } from '../aws-error.ts';
import type { Dialect } from '../dialects/dialect.ts';
import type { WireRequest } from '../message.ts';
import { canonicalRequest } from './canonical-request.ts';
import { claimDate, type SignatureClaim, UnreadableClaim } from './claim.ts';
import { type SigningKey, sameSignature, sha256, signingKey } from './signing-key.ts';

/** What a signature is checked against. */
export interface AccessKey {
  readonly secret: string;
  readonly sessionToken?: string;
  readonly expiresAt?: Date;
}

/** What authentication needs to know. */
export interface Authentication {
  readonly dialect: Dialect;
  readonly secretOf: (accessKeyId: string) => AccessKey | undefined;
  /** What the time of the signature is held against. */
  readonly now: Date;
  /** What the end of a session is held against. */
  readonly cloudNow: Date;
}

/** A signature that was found good, with what goes on signing the parts of a streamed body. */
export interface Authenticated {
  readonly claim: SignatureClaim;
  readonly key: SigningKey;
}

/** Checks who signed a request, that nobody changed it since, and that it is not old; throws the service's own error. */
export function authenticate(
  request: WireRequest,
  claim: SignatureClaim | undefined,
  { dialect, secretOf, now, cloudNow }: Authentication,
): Authenticated {
  if (!claim) throw dialect.unsigned();
  const accessKey = secretOf(claim.accessKeyId);
  if (!accessKey) throw dialect.unknownAccessKey();
  checkTime(claim, dialect, now);
  const payloadHash = payloadHashOf(request, claim, dialect);
  const key = signingKey(accessKey.secret, claim);
  const canonical = canonicalRequest(request, {
    signedHeaders: claim.signedHeaders,
    payloadHash,
    likeS3: dialect.signsLikeS3,
  });
  const text = `AWS4-HMAC-SHA256\n${claim.time}\n${key.scope}\n${sha256(canonical)}`;
  if (!sameSignature(key.sign(text), claim.signature)) throw dialect.wrongSignature();
  checkCoverage(request, claim, dialect);
  checkSession(accessKey, claim, dialect, cloudNow);
  return { claim, key };
}

function checkTime(claim: SignatureClaim, dialect: Dialect, now: Date): void {
  const signed = readDate(claim, dialect);
  const age = now.getTime() - signed.getTime();
  if (claim.expiresSeconds === undefined) {
    if (Math.abs(age) > dialect.toleranceMs) throw dialect.skewed(signed, now);
  } else {
    if (age < -dialect.toleranceMs) throw dialect.skewed(signed, now);
    if (age > claim.expiresSeconds * 1000) throw dialect.expiredUrl();
  }
}

function readDate(claim: SignatureClaim, dialect: Dialect): Date {
  try {
    return claimDate(claim);
  } catch (error) {
    throw error instanceof UnreadableClaim ? dialect.incompleteSignature(error.message) : error;
  }
}

const HASH = /^[0-9a-f]{64}$/;

/** The hash that was signed; where the client sent one of its own, the body has to have it. */
function payloadHashOf(request: WireRequest, claim: SignatureClaim, dialect: Dialect): string {
  const claimed = request.headers['x-amz-content-sha256'];
  if (claimed === undefined) {
    if (claim.expiresSeconds !== undefined && dialect.signsLikeS3) {
      return new URLSearchParams(request.search).get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD';
    }
    if (dialect.signsLikeS3) {
      throw new AwsError('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
    }
    return sha256(request.body);
  }
  if (HASH.test(claimed) && sha256(request.body) !== claimed) throw dialect.wrongBodyHash();
  // What S3 calls its unsigned and chunked bodies is no answer elsewhere.
  return dialect.signsLikeS3 || HASH.test(claimed) ? claimed : sha256(request.body);
}

/** What is not covered by the signature anyone on the way could have put there. */
function checkCoverage(request: WireRequest, claim: SignatureClaim, dialect: Dialect): void {
  const signed = new Set(claim.signedHeaders);
  if (!signed.has('host')) throw dialect.wrongSignature();
  if (!dialect.signsLikeS3) return;
  const uncovered = Object.keys(request.headers).filter(
    (name) => name.startsWith('x-amz-') && name !== 'x-amz-content-sha256' && !signed.has(name),
  );
  if (uncovered.length === 0) return;
  throw new AwsError('AccessDenied', 'There were headers present in the request which were not signed', 403, {
    details: { HeadersNotSigned: uncovered.join(', ') },
  });
}

function checkSession(accessKey: AccessKey, claim: SignatureClaim, dialect: Dialect, now: Date): void {
  if (accessKey.sessionToken !== claim.sessionToken) throw dialect.wrongToken();
  if (accessKey.expiresAt && accessKey.expiresAt <= now) throw dialect.expiredToken();
}
