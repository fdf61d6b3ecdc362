import { existsSync, rmSync } from 'node:fs';
import { connectionFile } from './connection-info.ts';
import { lockDataDir } from './daemon/lock-data-dir.ts';
import { createMachines } from './daemon/open-machines.ts';
import { openLog } from './daemon/open-log.ts';
import { readSettings } from './daemon/settings.ts';

/** Takes off the host what a dead daemon left on it: machines, load balancers, bridge, packet filter. */
export async function cleanHost(dataDir: string): Promise<void> {
  const settings = existsSync(dataDir) ? readSettings(dataDir) : undefined;
  if (settings === undefined) return;
  const unlock = await lockDataDir(dataDir);
  const logFile = openLog(dataDir);
  const { logger } = logFile;
  try {
    const hosted = createMachines(dataDir, settings, (event, facts = {}) => logger.info(facts, event));
    await hosted.open(new Set(), new Set());
    await hosted.close();
    rmSync(connectionFile(dataDir), { force: true });
    logger.info('host cleaned after a daemon that had died');
  } finally {
    logFile.close();
    await unlock();
  }
}
