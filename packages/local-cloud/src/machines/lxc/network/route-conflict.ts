import { readFileSync } from 'node:fs';

/** A route of the host that a cloud's network would cut off. */
export interface RouteConflict {
  /** Such as `10.0.0.0/8`. */
  readonly destination: string;
  readonly device: string;
}

/** Finds a route of the host that overlaps the network, other than through the cloud's own bridge. */
export function findRouteConflict(
  network: string,
  bridge: string,
  table: string = readFileSync('/proc/net/route', 'utf8'),
): RouteConflict | undefined {
  const [address = '', bits = ''] = network.split('/');
  const wanted = { first: toNumber(address.split('.').map(Number)), bits: Number(bits) };
  for (const line of table.trim().split('\n').slice(1)) {
    const [device = '', destination = '', , , , , , mask = ''] = line.split('\t');
    const route = { first: fromKernel(destination), bits: countBits(fromKernel(mask)) };
    // The default route leads everywhere: it is no claim to any network.
    if (device === bridge || route.bits === 0) continue;
    const shared = Math.min(wanted.bits, route.bits);
    if (prefix(wanted.first, shared) === prefix(route.first, shared)) {
      return { destination: `${format(route.first)}/${route.bits}`, device };
    }
  }
  return undefined;
}

/** The kernel prints addresses in the byte order of the machine: little-endian wherever we run. */
function fromKernel(hex: string): number {
  return toNumber([...Buffer.from(hex.trim(), 'hex')].toReversed());
}

function toNumber(bytes: readonly number[]): number {
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}

function prefix(address: number, bits: number): number {
  return Math.floor(address / 2 ** (32 - bits));
}

function countBits(mask: number): number {
  return mask.toString(2).replaceAll('0', '').length;
}

function format(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}
