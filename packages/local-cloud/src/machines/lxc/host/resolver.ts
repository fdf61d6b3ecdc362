import { readFile } from 'node:fs/promises';

/** Where services that put a stub on the loopback write the servers they ask themselves. */
const upstreamFiles = ['/run/systemd/resolve/resolv.conf', '/run/NetworkManager/no-stub-resolv.conf'];

/**
 * The resolv.conf(5) for machines: first the name server of their network, then, should that be gone, those of the
 * host, or their upstream servers where it has a stub on the loopback.
 */
export async function machineResolver(
  nameServer: string,
  file = '/etc/resolv.conf',
  upstream: readonly string[] = upstreamFiles,
): Promise<string> {
  const own = await readFile(file, 'utf8').catch(() => '');
  for (const text of [own, ...(await Promise.all(upstream.map(read)))]) {
    if (reachableServers(text).length > 0) return renderResolver(nameServer, text);
  }
  return renderResolver(nameServer, own);
}

async function read(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}

function renderResolver(nameServer: string, text: string): string {
  const servers = [nameServer, ...reachableServers(text)].map((server) => `nameserver ${server}`);
  const rest = text.split('\n').filter((line) => /^\s*(search|domain|options)\s/.test(line));
  // Whoever asks another server first would learn that there is no such name.
  const ordered = rest.map((line) => line.replace(/\s+rotate\b/, ''));
  return `${[...servers, ...ordered].join('\n')}\n`;
}

/** Machines have no IPv6 and their loopback is their own. */
function reachableServers(text: string): readonly string[] {
  const servers = [...text.matchAll(/^\s*nameserver\s+(\S+)/gm)].map(([, server = '']) => server);
  return servers.filter((server) => /^\d+\.\d+\.\d+\.\d+$/.test(server) && !server.startsWith('127.'));
}
