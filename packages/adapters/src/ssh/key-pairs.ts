import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeyPairs } from '@imago/engine';

/** Keys made by ssh2, in OpenSSH's format. */
export function createKeyPairs(): KeyPairs {
  return {
    async make() {
      const { default: ssh2 } = await import('ssh2');
      const pair = ssh2.utils.generateKeyPairSync('ed25519');
      return { publicKey: pair.public, privateKey: pair.private };
    },
    async keep(name, privateKey) {
      const folder = await mkdtemp(join(tmpdir(), 'imago-'));
      const path = join(folder, `${name}.pem`);
      await writeFile(path, privateKey, { mode: 0o600 });
      return path;
    },
  };
}
