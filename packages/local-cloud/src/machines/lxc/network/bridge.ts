import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { run } from '../../run.ts';
import type { MachineNetwork } from '../../machines.ts';
import type { CloudNames } from '../cloud-names.ts';

/** Makes the cloud's bridge, or takes the one a crash left, with its addresses and cables. */
export async function openBridge({ cloud, hostAddress }: CloudNames, mtu: number): Promise<void> {
  if (!existsSync(`/sys/class/net/${cloud}`)) await run('ip', ['link', 'add', cloud, 'type', 'bridge']);
  await run('ip', ['link', 'set', cloud, 'mtu', String(mtu)]);
  // Without an address of its own it takes the lowest of its ports: machines, for whose neighbours it answers, would
  // send to an address that is gone for half a minute whenever another machine starts or ends.
  await run('ip', ['link', 'set', cloud, 'address', bridgeMac(hostAddress)]);
  await run('ip', ['address', 'replace', `${hostAddress}/16`, 'brd', '+', 'dev', cloud]);
  // Machines cannot hear each other's ARP (see the plug script): the bridge answers for all of them.
  await writeFile(`/proc/sys/net/ipv4/conf/${cloud}/proxy_arp_pvlan`, '1');
  // By default it answers only after a random part of 0.8 seconds, lest several proxies speak at once.
  await writeFile(`/proc/sys/net/ipv4/neigh/${cloud}/proxy_delay`, '0');
  await writeFile(`/proc/sys/net/ipv4/conf/${cloud}/send_redirects`, '0');
  // Not filtered, so not there at all. A host without IPv6 has no such file.
  await writeFile(`/proc/sys/net/ipv6/conf/${cloud}/disable_ipv6`, '1').catch(() => undefined);
  await run('ip', ['link', 'set', cloud, 'up']);
}

/** Takes the bridge off the host with everything plugged in or addressed on it. */
export async function removeBridge({ cloud }: CloudNames): Promise<void> {
  if (existsSync(`/sys/class/net/${cloud}`)) await run('ip', ['link', 'delete', cloud], { accept: [1] });
}

/** The MTU of the link that leads out of the host: a larger one on the bridge would lose packets. */
export async function uplinkMtu(): Promise<number> {
  const { stdout } = await run('ip', ['-4', 'route', 'show', 'default']);
  const device = /\bdev (\S+)/.exec(stdout)?.[1];
  return device === undefined ? 1500 : Number(await readFile(`/sys/class/net/${device}/mtu`, 'utf8'));
}

/** Gives the bridge one more address. */
export async function addBridgeAddress(cloud: string, address: string): Promise<void> {
  await run('ip', ['address', 'replace', `${address}/32`, 'dev', cloud]);
}

/** Gives the bridge the host's address in each network, and takes away those of networks that are no more. */
export async function setBridgeNetworks(
  { cloud }: CloudNames,
  networks: readonly MachineNetwork[],
): Promise<void> {
  // What is still on its way when the cloud closes finds no bridge.
  if (!existsSync(`/sys/class/net/${cloud}`)) return;
  const wanted = new Set(
    networks.map(({ cidr, gateway }) => `${gateway}/${cidr.slice(cidr.indexOf('/') + 1)}`),
  );
  const found = await networkAddresses(cloud);
  for (const address of wanted) {
    if (!found.includes(address)) await run('ip', ['address', 'replace', address, 'brd', '+', 'dev', cloud]);
  }
  for (const address of found) {
    // 2: it has gone already.
    if (!wanted.has(address)) await run('ip', ['address', 'delete', address, 'dev', cloud], { accept: [2] });
  }
}

/** The bridge's addresses, without those of load balancers, which stand alone. */
async function networkAddresses(cloud: string): Promise<readonly string[]> {
  const { stdout } = await run('ip', ['-4', '-oneline', 'address', 'show', 'dev', cloud]);
  const addresses = [...stdout.matchAll(/\binet (\S+)/g)].map(([, address = '']) => address);
  return addresses.filter((address) => !address.endsWith('/32'));
}

/** Takes an address from the bridge; it may have gone already. */
export async function removeBridgeAddress(cloud: string, address: string): Promise<void> {
  await run('ip', ['address', 'delete', `${address}/32`, 'dev', cloud], { accept: [2] });
}

/** `10.213.0.1` to `02:1a:0a:d5:00:01`, as machines have theirs. */
const bridgeMac = (address: string): string =>
  ['02', '1a', ...address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'))].join(':');
