import { AwsError } from '../aws-error.ts';
import { sameSignature, sha256, type SigningKey } from './signing-key.ts';

/** What is needed to check the signatures of chunks; each covers the one before it. */
export interface ChunkSigning {
  readonly key: SigningKey;
  readonly time: string;
  /** The signature of the request itself. */
  readonly seed: string;
}

/** An aws-chunked body, put together. */
export interface Unchunked {
  readonly body: Buffer;
  /** Names in lower case, such as `x-amz-checksum-crc32`. */
  readonly trailers: Readonly<Record<string, string>>;
}

const EMPTY_HASH = sha256('');
const TRAILER_SIGNATURE = 'x-amz-trailer-signature';

const incomplete = (): AwsError => new AwsError('IncompleteBody', 'The request body terminated unexpectedly');

const wrongChunk = (): AwsError =>
  new AwsError(
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    403,
  );

/**
 * Reads a body of signed or unsigned chunks with or without trailers.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html and sigv4-streaming-trailers.html
 */
export function readAwsChunked(raw: Buffer, signing: ChunkSigning | undefined): Unchunked {
  const chunks: Buffer[] = [];
  let previous = signing?.seed ?? '';
  let offset = 0;
  for (;;) {
    const { line, next } = readLine(raw, offset);
    const { size, signature } = readChunkHead(line);
    const chunk = raw.subarray(next, next + size);
    if (chunk.length < size) throw incomplete();
    if (signing) previous = checkChunk(signing, previous, chunk, signature);
    offset = next + size;
    if (size === 0) break;
    if (raw.toString('latin1', offset, offset + 2) !== '\r\n') throw incomplete();
    offset += 2;
    chunks.push(chunk);
  }
  const trailers = readTrailers(raw, offset);
  if (signing) checkTrailers(signing, previous, trailers);
  return {
    body: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks),
    trailers: unsigned(trailers),
  };
}

function readLine(raw: Buffer, offset: number): { line: string; next: number } {
  const end = raw.indexOf('\r\n', offset);
  if (end < 0) throw incomplete();
  return { line: raw.toString('latin1', offset, end), next: end + 2 };
}

function readChunkHead(line: string): { size: number; signature: string } {
  const match = /^([0-9a-f]{1,15})(?:;chunk-signature=([0-9a-f]+))?$/i.exec(line);
  if (!match?.[1]) throw incomplete();
  return { size: Number.parseInt(match[1], 16), signature: match[2] ?? '' };
}

function checkChunk({ key, time }: ChunkSigning, previous: string, chunk: Buffer, signature: string): string {
  const text = `AWS4-HMAC-SHA256-PAYLOAD\n${time}\n${key.scope}\n${previous}\n${EMPTY_HASH}\n${sha256(chunk)}`;
  if (!sameSignature(key.sign(text), signature)) throw wrongChunk();
  return signature;
}

type Trailers = readonly (readonly [name: string, value: string])[];

function readTrailers(raw: Buffer, start: number): Trailers {
  const lines = raw
    .toString('utf8', start)
    .split(/\r?\n/)
    .filter((line) => line !== '');
  return lines.map((line) => {
    const colon = line.indexOf(':');
    if (colon < 1)
      throw new AwsError(
        'MalformedTrailerError',
        'The request contained trailing data that was not well-formed',
      );
    return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
}

function checkTrailers({ key, time }: ChunkSigning, previous: string, trailers: Trailers): void {
  const signature = trailers.find(([name]) => name === TRAILER_SIGNATURE)?.[1];
  const signed = trailers.filter(([name]) => name !== TRAILER_SIGNATURE);
  if (signature === undefined && signed.length === 0) return;
  const text = signed.map(([name, value]) => `${name}:${value}\n`).join('');
  const expected = key.sign(`AWS4-HMAC-SHA256-TRAILER\n${time}\n${key.scope}\n${previous}\n${sha256(text)}`);
  if (!sameSignature(expected, signature ?? '')) throw wrongChunk();
}

function unsigned(trailers: Trailers): Record<string, string> {
  return Object.fromEntries(trailers.filter(([name]) => name !== TRAILER_SIGNATURE));
}
