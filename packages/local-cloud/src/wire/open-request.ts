import { gunzipSync } from 'node:zlib';
import { AwsError } from './aws-error.ts';
import type { Dialect } from './dialects/dialect.ts';
import type { WireRequest } from './message.ts';
import type { Authenticated } from './signature/authenticate.ts';
import { readAwsChunked } from './signature/aws-chunked.ts';

/** A request whose body is what the client meant to send, without the transport around it. */
export interface OpenedRequest {
  readonly request: WireRequest;
  readonly trailers: Readonly<Record<string, string>>;
}

/** What a compressed body may grow to. */
const MAX_UNPACKED_BYTES = 16 * 1024 * 1024;

/**
 * Takes an S3 body out of its chunks, and unpacks a large one of another service: clients compress what they put
 * into CloudWatch.
 *
 * Trailers become headers too, so that a checksum behind the body and one before it are the same to an action.
 */
export function openRequest(
  request: WireRequest,
  { claim, key }: Authenticated,
  dialect: Dialect,
): OpenedRequest {
  if (!dialect.signsLikeS3 && request.headers['content-encoding'] === 'gzip') {
    return { request: { ...request, body: unpack(request.body, dialect) }, trailers: {} };
  }
  const content = request.headers['x-amz-content-sha256'] ?? '';
  if (!dialect.signsLikeS3 || !content.startsWith('STREAMING-')) return { request, trailers: {} };
  const signing = { key, time: claim.time, seed: claim.signature };
  const { body, trailers } = readAwsChunked(
    request.body,
    content.startsWith('STREAMING-UNSIGNED') ? undefined : signing,
  );
  checkLength(request.headers['x-amz-decoded-content-length'], body);
  return { request: { ...request, body, headers: openHeaders(request.headers, trailers, body) }, trailers };
}

function unpack(body: Buffer, dialect: Dialect): Buffer {
  try {
    return gunzipSync(body, { maxOutputLength: MAX_UNPACKED_BYTES });
  } catch (error) {
    throw error instanceof RangeError ? dialect.bodyTooLarge(MAX_UNPACKED_BYTES) : dialect.malformedBody();
  }
}

function openHeaders(
  headers: WireRequest['headers'],
  trailers: Readonly<Record<string, string>>,
  body: Buffer,
): WireRequest['headers'] {
  const { 'content-encoding': encoding = '', ...rest } = headers;
  const remaining = encoding
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'aws-chunked');
  return {
    ...trailers,
    ...rest,
    'content-length': String(body.length),
    ...(remaining.length > 0 ? { 'content-encoding': remaining.join(',') } : {}),
  };
}

function checkLength(declared: string | undefined, body: Buffer): void {
  if (declared === undefined) {
    throw new AwsError('MissingContentLength', 'You must provide the Content-Length HTTP header.', 411);
  }
  if (Number(declared) !== body.length) {
    throw new AwsError(
      'IncompleteBody',
      'You did not provide the number of bytes specified by the x-amz-decoded-content-length HTTP header',
    );
  }
}
