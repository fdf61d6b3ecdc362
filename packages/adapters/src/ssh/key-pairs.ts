import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeyPairs } from '@imago/engine';

/** Keys made by ssh2, in OpenSSH's format. */
export function createKeyPairs(): KeyPairs {
  return {
    async make() {
      const { default: ssh2 } = await import('ssh2');
      for (;;) {
        const pair = ssh2.utils.generateKeyPairSync('ed25519');
        if (isWhole(pair.public)) return { publicKey: pair.public, privateKey: pair.private };
      }
    },
    async keep(name, privateKey) {
      const folder = await mkdtemp(join(tmpdir(), 'imago-'));
      const path = join(folder, `${name}.pem`);
      await writeFile(path, privateKey, { mode: 0o600 });
      return path;
    },
  };
}

/**
 * Whether a public key is as long as Ed25519's are in SSH's form (RFC 8709). ssh2 drops a leading zero of the key, so
 * that one in 256 is taken by no server and no cloud.
 */
const isWhole = (line: string): boolean =>
  Buffer.from(line.split(' ')[1] ?? '', 'base64').length === 4 + 'ssh-ed25519'.length + 4 + 32;
