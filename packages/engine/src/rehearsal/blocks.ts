/** Where rehearsals get their blocks from (RFC 1918): the largest range for private networks. */
const range = { first: 10 * 2 ** 24, size: 2 ** 24 } as const;

/** Addresses of a rehearsal's network: a /20, with room for sixteen subnets of 256. */
const size = 2 ** 12;

interface Addresses {
  readonly first: number;
  readonly size: number;
}

/** Whether two blocks, such as `10.0.0.0/16`, have an address in common. */
export function overlap(one: string, other: string): boolean {
  const [a, b] = [addressesOf(one), addressesOf(other)];
  return a.first < b.first + b.size && b.first < a.first + a.size;
}

/**
 * Blocks for a rehearsal's network that overlap none of these, each after those to be tried before it. Two rehearsals that
 * begin at one time have different seeds, and so seldom choose the same.
 */
export function freeBlocks(taken: readonly string[], seed: string): readonly string[] {
  const count = range.size / size;
  const start = Number.parseInt(seed.replace(/[^0-9a-f]/g, '').slice(-6) || '0', 16) % count;
  const all = Array.from({ length: count }, (_, index) => blockAt((start + index) % count));
  return all.filter((block) => !taken.some((other) => overlap(block, other)));
}

/** The subnet of that place in a rehearsal's block, from 0. */
export function subnetBlock(block: string, place: number): string {
  const { first } = addressesOf(block);
  return `${textOf(first + place * 256)}/24`;
}

const blockAt = (index: number): string => `${textOf(range.first + index * size)}/20`;

function addressesOf(block: string): Addresses {
  const [base = '', length = '32'] = block.split('/');
  const whole = 2 ** (32 - Number(length));
  const address = base.split('.').reduce((number, part) => number * 256 + Number(part), 0);
  return { first: Math.floor(address / whole) * whole, size: whole };
}

const textOf = (address: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
