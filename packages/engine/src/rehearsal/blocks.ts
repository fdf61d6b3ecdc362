/** Where rehearsals get their blocks from: ranges for private networks (RFC 1918, RFC 6598). */
const ranges = ['10.0.0.0/8', '172.16.0.0/12', '100.64.0.0/10', '192.168.0.0/16'] as const;

/** Addresses of a rehearsal's network: a /20, with room for sixteen subnets of 256. */
const size = 2 ** 12;

/** Blocks of each range that are worth trying: one may be in use as a whole, by whoever cannot be asked. */
const tries = 8;

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
  const digits = Number.parseInt(seed.replace(/[^0-9a-f]/g, '').slice(-6) || '0', 16);
  return ranges.flatMap((range) => {
    const { first, size: whole } = addressesOf(range);
    const count = whole / size;
    const all = Array.from({ length: count }, (_, index) => {
      const place = (digits + index) % count;
      return `${textOf(first + place * size)}/20`;
    });
    return all.filter((block) => !taken.some((other) => overlap(block, other))).slice(0, tries);
  });
}

/** The subnet of that place in a rehearsal's block, from 0. */
export function subnetBlock(block: string, place: number): string {
  const { first } = addressesOf(block);
  return `${textOf(first + place * 256)}/24`;
}

function addressesOf(block: string): Addresses {
  const [base = '', length = '32'] = block.split('/');
  const whole = 2 ** (32 - Number(length));
  const address = base.split('.').reduce((number, part) => number * 256 + Number(part), 0);
  return { first: Math.floor(address / whole) * whole, size: whole };
}

const textOf = (address: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
