import { Hash } from '@smithy/core/serde';
import { HttpRequest } from '@smithy/core/transport';
import { SignatureV4 } from '@smithy/signature-v4';
import type { WireRequest } from '../../../src/wire/message.ts';

/** The key that test requests are signed with. */
export const KEY = { accessKeyId: 'AKIAEXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };

/** When test requests are signed. */
export const SIGNED_AT = new Date('2026-11-21T10:00:00Z');

/** What a test request consists of. */
export interface Unsigned {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

class Sha256 extends Hash {
  constructor(secret?: ConstructorParameters<typeof Hash>[1]) {
    super('sha256', secret);
  }
}

/** How a service's clients sign. */
export interface Signer {
  readonly service: string;
  readonly sessionToken?: string;
}

function signerFor({ service, sessionToken }: Signer): SignatureV4 {
  return new SignatureV4({
    service,
    region: 'us-east-1',
    sha256: Sha256,
    uriEscapePath: service !== 's3',
    applyChecksum: service === 's3',
    credentials: {
      accessKeyId: KEY.accessKeyId,
      secretAccessKey: KEY.secret,
      ...(sessionToken !== undefined && { sessionToken }),
    },
  });
}

function httpRequest({
  method = 'POST',
  path = '/',
  query = {},
  headers = {},
  body = '',
}: Unsigned): HttpRequest {
  return new HttpRequest({
    protocol: 'http:',
    hostname: '127.0.0.1',
    method,
    path,
    query: Object.fromEntries(
      Object.entries(query).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
    ),
    headers: { host: '127.0.0.1:4566', ...headers },
    body,
  });
}

function onTheWire({
  method,
  path,
  query,
  headers,
  body,
}: Awaited<ReturnType<SignatureV4['presign']>>): WireRequest {
  const pairs = Object.entries(query ?? {}).flatMap(([name, value]) =>
    [value ?? ''].flat().map((text) => `${encodeURIComponent(name)}=${encodeURIComponent(text)}`),
  );
  return {
    method,
    path,
    search: pairs.join('&'),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: Buffer.from((body as string | undefined) ?? ''),
  };
}

/** Signs in the headers, with the SDK's own signer. */
export async function sign(signer: Signer, request: Unsigned): Promise<WireRequest> {
  return onTheWire(await signerFor(signer).sign(httpRequest(request), { signingDate: SIGNED_AT }));
}

/** Signs in the query, with the SDK's own signer; for S3 as its presigner does: the body is not known yet. */
export async function presign(signer: Signer, request: Unsigned, expiresIn = 60): Promise<WireRequest> {
  const unsigned = httpRequest(request);
  if (signer.service === 's3') unsigned.headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD';
  return onTheWire(await signerFor(signer).presign(unsigned, { signingDate: SIGNED_AT, expiresIn }));
}
