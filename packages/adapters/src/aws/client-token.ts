import { createHash } from 'node:crypto';
import { environmentPath } from '@imago/engine';
import type { EnvironmentRef } from '@imago/engine';

/** A token with which EC2 makes a thing once: the same for the same words in the same environment, at most 64 characters. */
export function clientToken(ref: EnvironmentRef, ...words: readonly string[]): string {
  const text = JSON.stringify([environmentPath(ref), ...words]);
  return `imago-${createHash('sha256').update(text).digest('hex').slice(0, 40)}`;
}
