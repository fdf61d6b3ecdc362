import { isIPv4 } from 'node:net';

/**
 * Drops blocks that lie within others (nft refuses overlapping elements of a set) and those that are not IPv4,
 * of which there is no traffic here. Blocks of a kind either nest or are apart, so nothing else can overlap.
 */
export function mergeCidrs(cidrs: readonly string[]): readonly string[] {
  const blocks = cidrs.flatMap(parse).sort((a, b) => a.length - b.length || a.base - b.base);
  const kept: Block[] = [];
  for (const block of blocks) {
    if (!kept.some((wide) => network(block.base, wide.length) === wide.base)) kept.push(block);
  }
  return kept.map(({ base, length }) => `${format(base)}/${length}`);
}

interface Block {
  readonly base: number;
  readonly length: number;
}

function parse(cidr: string): readonly Block[] {
  const [address = '', bits = '32'] = cidr.split('/');
  const length = Number(bits);
  if (!isIPv4(address) || !Number.isInteger(length) || length < 0 || length > 32) return [];
  const number = address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);
  return [{ base: network(number, length), length }];
}

function network(address: number, length: number): number {
  const size = 2 ** (32 - length);
  return address - (address % size);
}

function format(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}
