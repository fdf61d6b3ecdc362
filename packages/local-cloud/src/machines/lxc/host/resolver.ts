import { readFile } from 'node:fs/promises';

/** Where services that put a stub on the loopback write the servers they ask themselves. */
const upstreamFiles = ['/run/systemd/resolve/resolv.conf', '/run/NetworkManager/no-stub-resolv.conf'];

/** The resolv.conf(5) for machines: the host's, or its upstream servers where it has a stub on the loopback. */
export async function hostResolver(
  file = '/etc/resolv.conf',
  upstream: readonly string[] = upstreamFiles,
): Promise<string> {
  const own = await readFile(file, 'utf8').catch(() => '');
  for (const text of [own, ...(await Promise.all(upstream.map(read)))]) {
    if (reachableServers(text).length > 0) return renderResolver(text);
  }
  return renderResolver(own);
}

async function read(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}

function renderResolver(text: string): string {
  const servers = reachableServers(text).map((server) => `nameserver ${server}`);
  const rest = text.split('\n').filter((line) => /^\s*(search|domain|options)\s/.test(line));
  return `${[...servers, ...rest].join('\n')}\n`;
}

/** Machines have no IPv6 and their loopback is their own. */
function reachableServers(text: string): readonly string[] {
  const servers = [...text.matchAll(/^\s*nameserver\s+(\S+)/gm)].map(([, server = '']) => server);
  return servers.filter((server) => /^\d+\.\d+\.\d+\.\d+$/.test(server) && !server.startsWith('127.'));
}
