import { existsSync } from 'node:fs';

/** True when these tests can run; in CI a missing HAProxy is a failure, elsewhere they are skipped with a word. */
export function hasHaproxy(): boolean {
  if (existsSync('/usr/sbin/haproxy')) return true;
  const word = 'haproxy is not installed: apt-get install --no-install-recommends haproxy';
  if (process.env['CI']) throw new Error(word);
  console.warn(`skipped: ${word}`);
  return false;
}
