import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAwsChunked } from '../../../src/wire/signature/aws-chunked.ts';
import type { SignatureClaim } from '../../../src/wire/signature/claim.ts';
import { sha256, signingKey } from '../../../src/wire/signature/signing-key.ts';

// The example of https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
const EXAMPLE = {
  key: signingKey('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', {
    day: '20130524',
    region: 'us-east-1',
    signingName: 's3',
  } as SignatureClaim),
  time: '20130524T000000Z',
  seed: '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
};
const EXAMPLE_BODY = Buffer.concat([
  Buffer.from('10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n'),
  Buffer.alloc(65_536, 'a'),
  Buffer.from('\r\n400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n'),
  Buffer.alloc(1024, 'a'),
  Buffer.from(
    '\r\n0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n',
  ),
]);

const code = (read: () => unknown): string => {
  try {
    read();
    return 'ok';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

test("takes the example of AWS's documentation", () => {
  const { body, trailers } = readAwsChunked(EXAMPLE_BODY, EXAMPLE);
  expect(body.equals(Buffer.alloc(66_560, 'a'))).toBe(true);
  expect(trailers).toEqual({});
});

test('refuses a chunk that is not the one that was signed', () => {
  const changed = Buffer.from(EXAMPLE_BODY);
  changed[66_000] = 'b'.charCodeAt(0);
  expect(code(() => readAwsChunked(changed, EXAMPLE))).toBe('SignatureDoesNotMatch');
});

test('refuses chunks whose signatures are missing', () => {
  expect(code(() => readAwsChunked(Buffer.from('1\r\na\r\n0\r\n\r\n'), EXAMPLE))).toBe(
    'SignatureDoesNotMatch',
  );
});

test('checks the signature of trailers', () => {
  const end = EXAMPLE_BODY.subarray(0, -2).toString('latin1');
  const last = 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9';
  const text = `AWS4-HMAC-SHA256-TRAILER\n${EXAMPLE.time}\n${EXAMPLE.key.scope}\n${last}\n${sha256('x-amz-checksum-crc32c:sOO8/Q==\n')}`;
  const signed = (signature: string): Buffer =>
    Buffer.from(
      `${end}x-amz-checksum-crc32c:sOO8/Q==\r\nx-amz-trailer-signature:${signature}\r\n\r\n`,
      'latin1',
    );
  const signature = EXAMPLE.key.sign(text).toString('hex');
  expect(readAwsChunked(signed(signature), EXAMPLE).trailers).toEqual({
    'x-amz-checksum-crc32c': 'sOO8/Q==',
  });
  const forged = createHmac('sha256', 'guess').update(text).digest('hex');
  expect(code(() => readAwsChunked(signed(forged), EXAMPLE))).toBe('SignatureDoesNotMatch');
});

test('puts any division into chunks together again, with its trailers', () => {
  let tried = 0;
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 8 }), (chunks) => {
      const raw = Buffer.concat([
        ...chunks.flatMap((chunk) => [
          Buffer.from(`${chunk.length.toString(16)}\r\n`),
          chunk,
          Buffer.from('\r\n'),
        ]),
        Buffer.from('0\r\nX-Amz-Checksum-CRC32:AAAAAA==\r\n\r\n'),
      ]);
      const { body, trailers } = readAwsChunked(raw, undefined);
      expect(body.equals(Buffer.concat(chunks))).toBe(true);
      expect(trailers).toEqual({ 'x-amz-checksum-crc32': 'AAAAAA==' });
      tried += 1;
    }),
  );
  expect(tried).toBe(100);
});

test('a body that is cut off anywhere is refused', () => {
  const whole = Buffer.from('5\r\nhello\r\n3\r\nyou\r\n0\r\n');
  for (let length = 0; length < whole.length; length++) {
    expect(
      code(() => readAwsChunked(whole.subarray(0, length), undefined)),
      `${length} bytes`,
    ).toBe('IncompleteBody');
  }
  expect(readAwsChunked(whole, undefined).body.toString()).toBe('helloyou');
});

test.each(['zz\r\nhello\r\n0\r\n', '-5\r\nhello\r\n0\r\n', '5 \r\nhello\r\n0\r\n', '6\r\nhello\r\n0\r\n'])(
  'refuses %j',
  (raw) => {
    expect(code(() => readAwsChunked(Buffer.from(raw), undefined))).toBe('IncompleteBody');
  },
);
