import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';

/** A program that the machines need, and the Debian package that has it. */
const PROGRAMS: Readonly<Record<string, string>> = {
  lxc: 'lxc-start',
  nftables: 'nft',
  haproxy: 'haproxy',
  mmdebstrap: 'mmdebstrap',
  iproute2: 'ip',
  'util-linux': 'unshare',
  'debian-archive-keyring': '/usr/share/keyrings/debian-archive-keyring.gpg',
};

/** The Debian packages that real machines need. */
export const requiredPackages: readonly string[] = Object.keys(PROGRAMS);

/** Those of the required Debian packages that this host does not have. */
export async function missingPackages(): Promise<readonly string[]> {
  const found = await Promise.all(
    Object.entries(PROGRAMS).map(async ([name, program]) => ((await isThere(program)) ? undefined : name)),
  );
  return found.filter((name) => name !== undefined);
}

async function isThere(program: string): Promise<boolean> {
  // Root's path may lack sbin when the shell was entered with plain su.
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/sbin'];
  const files = program.startsWith('/') ? [program] : folders.map((folder) => join(folder, program));
  const tries = files.map((file) => access(file, constants.R_OK).then(() => true));
  return Promise.any(tries).catch(() => false);
}
