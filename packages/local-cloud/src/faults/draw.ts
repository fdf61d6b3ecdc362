import { createHash } from 'node:crypto';

/**
 * A number from 0 up to 1 that only depends on what it is drawn for: the n-th call of an action has the same fate
 * whatever other calls come between.
 */
export function draw(seed: number, ...of: readonly (string | number)[]): number {
  return (
    createHash('sha256')
      .update(JSON.stringify([seed, ...of]))
      .digest()
      .readUInt32BE() /
    2 ** 32
  );
}
