import { accessSync, constants, mkdirSync } from 'node:fs';
import { StartError } from './start-error.ts';

/**
 * Makes the data directory, and finds out whether it can be written to.
 *
 * @throws {StartError} when it cannot: a read-only disk, or a file in the way.
 */
export function makeDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.W_OK);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StartError(
      `the folder ${dataDir} cannot be written to: ${why}`,
      'choose another with --data-dir or IMAGO_LOCAL_DIR',
    );
  }
}
