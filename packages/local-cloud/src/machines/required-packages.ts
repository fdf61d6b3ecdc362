import { run } from './run.ts';

/** The Debian packages that real machines, load balancers and name servers need on the host. */
export const requiredPackages: readonly string[] = [
  'coreutils',
  'dnsmasq-base',
  'haproxy',
  'iproute2',
  'lxc',
  'mmdebstrap',
  'nftables',
  'uidmap',
  'util-linux',
];

/** Those that are not installed; all of them on a host without dpkg. */
export async function missingPackages(): Promise<readonly string[]> {
  const query = ['--show', '--showformat=${Package} ${db:Status-Status}\n', ...requiredPackages];
  // 1: dpkg has never heard of some of them.
  const { stdout } = await run('dpkg-query', query, { accept: [1] }).catch(() => ({ stdout: '' }));
  const installed = new Set(stdout.split('\n').filter((line) => line.endsWith(' installed')));
  return requiredPackages.filter((name) => !installed.has(`${name} installed`));
}
