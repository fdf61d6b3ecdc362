import { createPublicKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { createKeyPairs } from '../../src/ssh/key-pairs.ts';

test('makes public keys that are whole, also those that begin with a zero', async () => {
  const keys = createKeyPairs();
  for (let made = 0; made < 1500; made += 1) {
    const { publicKey } = await keys.make();
    const blob = Buffer.from(publicKey.split(' ')[1] ?? '', 'base64');
    const x = blob.subarray(19).toString('base64url');
    const read = (): unknown => createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } });
    expect(read).not.toThrow();
  }
});
