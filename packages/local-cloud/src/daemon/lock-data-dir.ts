import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { holdName } from '../machines/hold-name.ts';
import { StartError } from './start-error.ts';

/** Takes the data directory for this process alone, until the function that it resolves to is called. */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  const name = createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 32);
  const unlock = await holdName(name);
  if (unlock !== undefined) return unlock;
  throw new StartError(
    `another local cloud runs in ${dataDir}`,
    'stop it with `imago local stop`, or choose another folder with --data-dir',
  );
}
