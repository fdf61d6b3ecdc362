import { existsSync } from 'node:fs';

/** True when these tests can run; in CI a missing dnsmasq is a failure, elsewhere they are skipped with a word. */
export function hasDnsmasq(): boolean {
  if (process.getuid?.() === 0 && existsSync('/usr/sbin/dnsmasq')) return true;
  const word = 'name servers need root and dnsmasq: apt-get install --no-install-recommends dnsmasq-base';
  if (process.env['CI']) throw new Error(word);
  console.warn(`skipped: ${word}`);
  return false;
}
