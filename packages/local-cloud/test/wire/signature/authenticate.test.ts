import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Dialect } from '../../../src/wire/dialects/dialect.ts';
import { ec2Dialect } from '../../../src/wire/dialects/ec2.ts';
import { jsonDialect } from '../../../src/wire/dialects/json.ts';
import { queryDialect } from '../../../src/wire/dialects/query.ts';
import { s3Dialect } from '../../../src/wire/dialects/s3.ts';
import type { WireRequest } from '../../../src/wire/message.ts';
import { type AccessKey, authenticate } from '../../../src/wire/signature/authenticate.ts';
import { readClaim } from '../../../src/wire/signature/claim.ts';
import { KEY, presign, sign, SIGNED_AT, type Unsigned } from './sign.ts';

const SERVICES: readonly (readonly [string, Dialect])[] = [
  ['ec2', ec2Dialect],
  ['iam', queryDialect],
  ['monitoring', jsonDialect],
  ['s3', s3Dialect],
];

interface When {
  readonly now?: Date;
  readonly key?: AccessKey | undefined;
}

/** `ok`, or the code and status of the refusal. */
function check(dialect: Dialect, request: WireRequest, when: When = {}): string {
  const { now = SIGNED_AT } = when;
  const key = 'key' in when ? when.key : { secret: KEY.secret };
  const secretOf = (id: string): AccessKey | undefined => (id === KEY.accessKeyId ? key : undefined);
  try {
    authenticate(request, readClaim(request), { dialect, secretOf, now, cloudNow: now });
    return 'ok';
  } catch (error) {
    const { code, status } = error as { code: string; status: number };
    return `${code} ${status}`;
  }
}

const later = (seconds: number): Date => new Date(SIGNED_AT.getTime() + seconds * 1000);

const ODD_QUERY = {
  'list-type': '2',
  prefix: "a b+c/ä&=%~*'()!",
  delimiter: '/',
  empty: '',
  Z: 'upper before lower',
  many: ['b', 'a', 'a b'],
};
const ODD_PATHS = [
  '/',
  '/bucket/key',
  '/bucket/a%20b%2Bc',
  '/bucket//double//slash/',
  '/bucket/dots/../and/./dots',
  '/bucket/%E2%82%AC%27%28%29%21%2A~-_.',
  '/bucket/%2F%25%3F',
];

describe.each(SERVICES)('%s', (service, dialect) => {
  test.each(ODD_PATHS)("accepts the SDK's signature of %s with an odd query", async (path) => {
    const request = { path, query: ODD_QUERY, body: 'some body', headers: { 'x-amz-meta-a': '  a   b  ' } };
    expect(check(dialect, await sign({ service }, request))).toBe('ok');
    expect(check(dialect, await presign({ service }, request))).toBe('ok');
  });

  test('accepts whatever the SDK signs', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 });
    const segment = text.map((raw) =>
      encodeURIComponent(raw).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`),
    );
    const request = fc.record({
      method: fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'HEAD'),
      path: fc.array(segment, { maxLength: 4 }).map((segments) => `/${segments.join('/')}`),
      query: fc.dictionary(
        text.filter((name) => name !== '' && name !== '__proto__'),
        text,
        { maxKeys: 4 },
      ),
      body: text,
    });
    let tried = 0;
    await fc.assert(
      fc.asyncProperty(request, async (unsigned: Unsigned) => {
        expect(check(dialect, await sign({ service }, unsigned))).toBe('ok');
        tried += 1;
      }),
      { numRuns: 100 },
    );
    expect(tried).toBe(100);
  });

  const TAMPERINGS: readonly (readonly [string, (request: WireRequest) => WireRequest])[] = [
    ['the method', (request) => ({ ...request, method: 'PUT' })],
    ['the path', (request) => ({ ...request, path: '/bucket/another' })],
    ['the query', (request) => ({ ...request, search: `${request.search}&more=1` })],
    ['the host', (request) => ({ ...request, headers: { ...request.headers, host: 'elsewhere' } })],
    ['the signature', (request) => change(request, /Signature=./, 'Signature=z')],
    ['the end of the signature', (request) => change(request, /$/, '0')],
    ['the region', (request) => change(request, 'us-east-1', 'eu-west-1')],
    ['the list of signed headers', (request) => change(request, 'SignedHeaders=host;', 'SignedHeaders=')],
  ];
  const change = (request: WireRequest, from: string | RegExp, to: string): WireRequest => ({
    ...request,
    headers: {
      ...request.headers,
      authorization: (request.headers['authorization'] ?? '').replace(from, to),
    },
  });

  test.each(TAMPERINGS)('refuses a request when somebody changed %s', async (_what, tamper) => {
    const request = await sign({ service }, { path: '/bucket/key', query: { a: '1' }, body: 'body' });
    const { code, status } = dialect.wrongSignature();
    expect(check(dialect, tamper(request))).toBe(`${code} ${status}`);
  });

  test('refuses a body that is not the one that was signed', async () => {
    const request = await sign({ service }, { body: 'MinCount=1' });
    const { code, status } = dialect.wrongBodyHash();
    expect(check(dialect, { ...request, body: Buffer.from('MinCount=9') })).toBe(`${code} ${status}`);
  });

  test('takes a presigned request until it expires', async () => {
    const request = await presign({ service }, { method: 'GET', path: '/bucket/key' }, 60);
    const { code, status } = dialect.expiredUrl();
    expect(check(dialect, request, { now: later(60) })).toBe('ok');
    expect(check(dialect, request, { now: later(61) })).toBe(`${code} ${status}`);
    expect(check(dialect, { ...request, path: '/bucket/other' })).toBe(
      `${dialect.wrongSignature().code} ${dialect.wrongSignature().status}`,
    );
  });

  test('takes the token of a session and no other', async () => {
    const request = await sign({ service, sessionToken: 'token' }, {});
    const presigned = await presign({ service, sessionToken: 'token' }, {});
    const { code, status } = dialect.wrongToken();
    for (const signed of [request, presigned]) {
      expect(check(dialect, signed, { key: { secret: KEY.secret, sessionToken: 'token' } })).toBe('ok');
      expect(check(dialect, signed, { key: { secret: KEY.secret, sessionToken: 'other' } })).toBe(
        `${code} ${status}`,
      );
      expect(check(dialect, signed)).toBe(`${code} ${status}`);
    }
  });
});

const REFUSALS = {
  ec2: {
    unsigned: 'MissingParameter 400',
    unknownKey: 'AuthFailure 401',
    wrongSecret: 'AuthFailure 401',
    late: [301, 'RequestExpired 400'],
    expiredSession: 'RequestExpired 400',
    garbage: 'AuthFailure 401',
  },
  iam: {
    unsigned: 'MissingAuthenticationToken 403',
    unknownKey: 'InvalidClientTokenId 403',
    wrongSecret: 'SignatureDoesNotMatch 403',
    late: [301, 'SignatureDoesNotMatch 403'],
    expiredSession: 'ExpiredToken 403',
    garbage: 'IncompleteSignature 400',
  },
  monitoring: {
    unsigned: 'MissingAuthenticationTokenException 400',
    unknownKey: 'UnrecognizedClientException 400',
    wrongSecret: 'InvalidSignatureException 400',
    late: [301, 'InvalidSignatureException 400'],
    expiredSession: 'ExpiredTokenException 400',
    garbage: 'IncompleteSignatureException 400',
  },
  s3: {
    unsigned: 'AccessDenied 403',
    unknownKey: 'InvalidAccessKeyId 403',
    wrongSecret: 'SignatureDoesNotMatch 403',
    late: [901, 'RequestTimeTooSkewed 403'],
    expiredSession: 'ExpiredToken 400',
    garbage: 'AuthorizationHeaderMalformed 400',
  },
} as const;

describe.each(SERVICES)("%s has AWS's own code for", (service, dialect) => {
  const expected = REFUSALS[service as keyof typeof REFUSALS];

  test('a request without a signature', async () => {
    const { authorization: _, ...headers } = (await sign({ service }, {})).headers;
    expect(check(dialect, { ...(await sign({ service }, {})), headers })).toBe(expected.unsigned);
  });

  test('a key that nobody has', async () => {
    expect(check(dialect, await sign({ service }, {}), { key: undefined })).toBe(expected.unknownKey);
  });

  test('a wrong secret', async () => {
    expect(check(dialect, await sign({ service }, {}), { key: { secret: 'guess' } })).toBe(
      expected.wrongSecret,
    );
  });

  test('a clock that is off, either way', async () => {
    const request = await sign({ service }, {});
    const [seconds, code] = expected.late;
    expect(check(dialect, request, { now: later(seconds - 1) })).toBe('ok');
    expect(check(dialect, request, { now: later(seconds) })).toBe(code);
    expect(check(dialect, request, { now: later(-seconds) })).toBe(code);
  });

  test('a session that is over', async () => {
    const key = { secret: KEY.secret, sessionToken: 'token', expiresAt: SIGNED_AT };
    expect(check(dialect, await sign({ service, sessionToken: 'token' }, {}), { key })).toBe(
      expected.expiredSession,
    );
  });

  test.each([
    ['another mechanism', 'AWS AKIAEXAMPLE:c2lnbmF0dXJl'],
    ['no credential', 'AWS4-HMAC-SHA256 SignedHeaders=host, Signature=00'],
    ['half a scope', 'AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20261121, SignedHeaders=host, Signature=00'],
  ])('an Authorization header with %s', async (_what, authorization) => {
    const request = await sign({ service }, {});
    const garbled = { ...request, headers: { ...request.headers, authorization } };
    let message = '';
    try {
      readClaim(garbled);
    } catch (error) {
      ({ message } = error as Error);
    }
    expect(message).not.toBe('');
    const { code, status } = dialect.incompleteSignature(message);
    expect(`${code} ${status}`).toBe(expected.garbage);
  });
});

test('S3 refuses an x-amz header that the signature does not cover', async () => {
  const request = await sign({ service: 's3' }, { path: '/bucket/key' });
  const headers = { ...request.headers, 'x-amz-copy-source': '/bucket/secret' };
  expect(check(s3Dialect, { ...request, headers })).toBe('AccessDenied 403');
});

test('S3 wants to be told what the body is', async () => {
  const request = await sign({ service: 's3' }, { path: '/bucket/key' });
  const { 'x-amz-content-sha256': _, ...headers } = request.headers;
  expect(check(s3Dialect, { ...request, headers })).toBe('InvalidRequest 400');
});
