import { randomInt } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A unique id as IAM makes them: `AROA` for a role or `AIPA` for an instance profile, and 17 characters. */
export function newEntityId(prefix: 'AROA' | 'AIPA'): string {
  return prefix + Array.from({ length: 17 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}
