import type { LocalCloud } from '../../cloud.ts';
import type { SubnetRecord } from '../../store/records/ec2.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { createTakenAddresses } from './taken-addresses.ts';

/** A CIDR block as numbers. */
export interface Block {
  readonly first: number;
  readonly size: number;
  readonly prefix: number;
}

/** Reads `10.213.16.0/20`; undefined when it is no IPv4 block. */
export function parseBlock(cidr: string): Block | undefined {
  const [address, length, ...rest] = cidr.split('/');
  const number = parseAddress(address ?? '');
  const prefix = /^\d{1,2}$/.test(length ?? '') ? Number(length) : 33;
  if (number === undefined || prefix > 32 || rest.length > 0) return undefined;
  const size = 2 ** (32 - prefix);
  return { first: number - (number % size), size, prefix };
}

/** Writes a block as `10.213.16.0/20`. */
export function formatBlock({ first, prefix }: Block): string {
  return `${formatAddress(first)}/${prefix}`;
}

/** The address of a network's router: the first, as in every VPC. */
export function gatewayOf({ first }: Block): string {
  return formatAddress(first + 1);
}

/** Whether a block lies within another. */
export function contains(outer: Block, inner: Block): boolean {
  return inner.first >= outer.first && inner.first + inner.size <= outer.first + outer.size;
}

/** Whether two blocks have an address in common. */
export function overlap(one: Block, other: Block): boolean {
  return contains(one, other) || contains(other, one);
}

/** Reads `10.213.0.7` as a number; undefined when it is no IPv4 address. */
function parseAddress(address: string): number | undefined {
  const parts = address.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return undefined;
    value = value * 256 + Number(part);
  }
  return value;
}

/** Writes a number as `10.213.0.7`. */
export function formatAddress(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

/** A hardware address that follows from the IP address: an address that comes back keeps its ARP entries true. */
export function macAddressOf(address: string): string {
  const bytes = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
  return `02:1a:${bytes.join(':')}`;
}

/** Hands out a subnet's free addresses; made anew for each launch, from the interfaces that exist. */
export interface AddressPool {
  readonly free: number;
  /** Takes `count` addresses at once, or `wanted` itself. Throws AWS's errors when they are not free. */
  take(count: number, wanted?: string): readonly string[];
}

/** As in a real subnet the first four addresses and the last are reserved. Freed addresses come back last. */
export function createAddressPool(cloud: LocalCloud, subnet: SubnetRecord): AddressPool {
  const block = parseBlock(subnet.cidr);
  if (!block) throw new AwsError('InternalError', `subnet ${subnet.id} has no valid block`, 500);
  const first = block.first + 4;
  const last = block.first + block.size - 2;
  const { used, newest } = cloud.tables.networkInterfaces.view(createTakenAddresses).of(subnet.id);
  const free = last - first + 1 - used.size;

  return {
    free,
    take(count, wanted) {
      if (wanted !== undefined) return [requireFree(wanted, count)];
      if (count > free) {
        throw new AwsError(
          'InsufficientFreeAddressesInSubnet',
          `There are not enough free addresses in subnet '${subnet.id}' to satisfy the requested number of instances.`,
        );
      }
      const taken: string[] = [];
      let next = Math.max((newest === undefined ? undefined : parseAddress(newest)) ?? 0, first - 1);
      while (taken.length < count) {
        next = next >= last ? first : next + 1;
        const address = formatAddress(next);
        if (!used.has(address)) taken.push(address);
      }
      return taken;
    },
  };

  function requireFree(wanted: string, count: number): string {
    const number = parseAddress(wanted);
    if (count !== 1) {
      throw new AwsError(
        'InvalidParameterCombination',
        'A private IP address may be specified for one instance only: set MinCount and MaxCount to 1.',
      );
    }
    if (number === undefined || number < first || number > last) {
      throw new AwsError(
        'InvalidParameterValue',
        `Address ${wanted} does not fall within the subnet's address range`,
      );
    }
    if (used.has(wanted)) {
      throw new AwsError('InvalidIPAddress.InUse', `Address ${wanted} is in use.`);
    }
    return wanted;
  }
}
