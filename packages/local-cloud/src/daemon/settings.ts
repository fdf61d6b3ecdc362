import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from './start-error.ts';

/** What a cloud was made with; kept beside its records, so that a dead daemon's host can be cleaned up. */
export interface Settings {
  readonly network: string;
  readonly region: string;
  readonly cacheDir: string;
  readonly machines: 'lxc' | 'off';
}

/** The log of all records of the cloud in a data directory. */
export function recordsFile(dataDir: string): string {
  return join(dataDir, 'records.log');
}

/** The settings of the cloud in a data directory; nothing when none was ever started there. */
export function readSettings(dataDir: string): Settings | undefined {
  const file = join(dataDir, 'settings.json');
  if (!existsSync(file)) return undefined;
  // we alone write this file, and whole
  return JSON.parse(readFileSync(file, 'utf8')) as Settings;
}

/** Keeps the settings; addresses and zones in the records tie a cloud to its network and region. */
export function keepSettings(dataDir: string, settings: Settings): void {
  const before = readSettings(dataDir);
  for (const name of ['network', 'region'] as const) {
    if (before === undefined || before[name] === settings[name]) continue;
    throw new StartError(
      `the local cloud in ${dataDir} has the ${name} ${before[name]}, not ${settings[name]}`,
      `start it with --${name} ${before[name]}, or wipe it with \`imago local reset\``,
    );
  }
  writeAtomically(join(dataDir, 'settings.json'), settings);
}

/** Writes JSON so that a reader sees the old file or the new one, never half of it. */
export function writeAtomically(file: string, value: object): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(value, undefined, 2)}\n`, { mode: 0o644 });
  renameSync(`${file}.new`, file);
}
