import type { NormalizedSchema } from '@smithy/core/schema';
import type { AwsError } from '../aws-error.ts';
import type { MalformedValue } from '../protocols/scalars.ts';

/** How a family of services words the errors that come before any action: codes, messages and statuses as AWS has them. */
export interface Dialect {
  /** The response header that carries the request's id. */
  readonly requestIdHeader: string;
  /** How far the time of a request may be from ours, in milliseconds. */
  readonly toleranceMs: number;
  /** The path goes into a signature as it is, and a body that is not signed must say so. */
  readonly signsLikeS3: boolean;

  /** No served action of that name; undefined where the request names none. */
  unknownAction(name: string | undefined, version: string | undefined): AwsError;
  missingParameters(names: readonly string[], input: NormalizedSchema): AwsError;
  malformedValue(problem: MalformedValue): AwsError;
  /** A request that cannot be read at all. */
  malformedBody(): AwsError;
  bodyTooLarge(limit: number): AwsError;
  internal(): AwsError;

  unsigned(): AwsError;
  incompleteSignature(problem: string): AwsError;
  unknownAccessKey(): AwsError;
  wrongSignature(): AwsError;
  wrongToken(): AwsError;
  expiredToken(): AwsError;
  /** The client's clock is wrong, or the request old. */
  skewed(signed: Date, now: Date): AwsError;
  /** A presigned URL past its time. */
  expiredUrl(): AwsError;
  /** `x-amz-content-sha256` is not the hash of the body. */
  wrongBodyHash(): AwsError;
}

/** What is added to AWS's wording, because AWS would know the action. */
export const NOT_SERVED = 'the local cloud does not serve it';

/** Milliseconds in a minute. */
export const MINUTE_MS = 60_000;
