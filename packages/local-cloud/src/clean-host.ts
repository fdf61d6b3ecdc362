import { existsSync, rmSync } from 'node:fs';
import { machineIds } from './controllers/instances-controller.ts';
import { connectionFile, stoppingFile } from './connection-info.ts';
import { lockDataDir } from './daemon/lock-data-dir.ts';
import { createMachines } from './daemon/open-machines.ts';
import { openLog } from './daemon/open-log.ts';
import { readSettings, recordsFile } from './daemon/settings.ts';
import { openStore } from './store/store.ts';

/** Takes off the host what a dead daemon left on it: machines, load balancers, bridge, packet filter. */
export async function cleanHost(dataDir: string): Promise<void> {
  const settings = existsSync(dataDir) ? readSettings(dataDir) : undefined;
  if (settings === undefined) return;
  const unlock = await lockDataDir(dataDir);
  const logFile = openLog(dataDir);
  const { logger } = logFile;
  try {
    const hosted = createMachines(dataDir, settings, (event, facts = {}) => logger.info(facts, event));
    // Machines are stopped, not deleted: what people have in them stays, as after an orderly stop.
    const store = openStore({ file: recordsFile(dataDir) });
    await hosted.open(machineIds(store), new Set());
    store.close();
    await hosted.close();
    for (const file of [connectionFile(dataDir), stoppingFile(dataDir)]) rmSync(file, { force: true });
    logger.info('host cleaned after a daemon that had died');
  } finally {
    logFile.close();
    await unlock();
  }
}
