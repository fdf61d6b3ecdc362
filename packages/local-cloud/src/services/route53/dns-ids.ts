import { randomInt } from 'node:crypto';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** A new id of a hosted zone (`Z`) or of a change (`C`): the letter and twenty more letters and digits. */
export function newDnsId(letter: 'Z' | 'C'): string {
  return letter + Array.from({ length: 20 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}

/** The bare id, which may come as the API shows it: `/hostedzone/Z1D633PJN98FT9`. */
export function bareId(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
