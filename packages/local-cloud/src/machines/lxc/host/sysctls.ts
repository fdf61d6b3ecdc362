import { existsSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { claimedClouds, runDirectory } from './claim.ts';
import { readJson, writeJson } from './json-file.ts';

interface Setting {
  readonly path: string;
  /** The least that will do. */
  readonly value: number;
}

const settings: readonly Setting[] = [
  { path: 'net/ipv4/ip_forward', value: 1 },
  // Each systemd takes a handful; with the default of 128 only 26 of 50 machines start.
  { path: 'fs/inotify/max_user_instances', value: 8192 },
  { path: 'fs/inotify/max_user_watches', value: 524_288 },
];

const foundFile = join(runDirectory, 'sysctls.json');

/**
 * Raises the host's limits to what clouds need; under the host's lock. What was found first is kept in a file: a
 * crash must not lose it.
 */
export async function raiseSysctls(): Promise<void> {
  if (!existsSync(foundFile)) {
    await writeJson(foundFile, Object.fromEntries(settings.map(({ path }) => [path, read(path)])));
  }
  for (const { path, value } of settings) if (read(path) < value) await write(path, value);
}

/** Puts back what was found, when this host has no cloud left that needs otherwise; under the host's lock. */
export async function restoreSysctls(): Promise<void> {
  if (claimedClouds().length > 0) return;
  const found = readJson<Readonly<Record<string, number>>>(foundFile) ?? {};
  for (const { path, value } of settings) {
    const before = found[path];
    // Who has set something else meanwhile knows why.
    if (before !== undefined && before < value && read(path) === value) await write(path, before);
  }
  await rm(foundFile, { force: true });
}

function read(path: string): number {
  return Number(readFileSync(join('/proc/sys', path), 'utf8'));
}

async function write(path: string, value: number): Promise<void> {
  await writeFile(join('/proc/sys', path), String(value));
}
