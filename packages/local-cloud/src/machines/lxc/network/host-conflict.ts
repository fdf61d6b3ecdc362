import { networkInterfaces } from 'node:os';
import { findRouteConflict } from './route-conflict.ts';

/** Says what of the host a network would get in the way of, a route or an address; nothing when it is free. */
export function hostConflict(cidr: string, bridge: string): string | undefined {
  const route = findRouteConflict(cidr, bridge);
  if (route) return `${route.destination} is routed to ${route.device} on this host`;
  for (const [device, addresses = []] of Object.entries(networkInterfaces())) {
    if (device === bridge) continue;
    const found = addresses.find(({ address, family }) => family === 'IPv4' && isWithin(address, cidr));
    if (found) return `${found.address} is the address of ${device} on this host`;
  }
  return undefined;
}

function isWithin(address: string, cidr: string): boolean {
  const [network = '', bits = '32'] = cidr.split('/');
  const size = 2 ** (32 - Number(bits));
  return Math.floor(toNumber(address) / size) === Math.floor(toNumber(network) / size);
}

function toNumber(address: string): number {
  return address.split('.').reduce((value, byte) => value * 256 + Number(byte), 0);
}
