import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { GuestFile } from './guest/guest-file.ts';

const directory = '/usr/local/share/ca-certificates';

/** The certificate authorities somebody added to the host: without them HTTPS fails behind their proxy. */
export async function hostCertificates(): Promise<readonly GuestFile[]> {
  const names = await readdir(directory, { recursive: true }).catch(() => []);
  const certificates = names.filter((name) => name.endsWith('.crt')).sort();
  return Promise.all(
    certificates.map(async (name) => ({
      path: join(directory, name),
      content: await readFile(join(directory, name), 'utf8'),
    })),
  );
}
