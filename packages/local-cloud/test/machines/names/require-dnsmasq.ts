import { spawnSync } from 'node:child_process';

/** Tests of real name servers are skipped where there is no dnsmasq, and fail there in CI. */
export function hasDnsmasq(): boolean {
  const found = process.getuid?.() === 0 && spawnSync('dnsmasq', ['--version']).status === 0;
  if (!found && process.env['CI'] !== undefined) throw new Error('install dnsmasq-base, and run as root');
  return found;
}
