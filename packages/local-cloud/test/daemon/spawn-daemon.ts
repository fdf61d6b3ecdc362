import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { cacheDir } from '../machines/lxc/machines-for.ts';

const jiti = fileURLToPath(new URL('../../../../node_modules/jiti/lib/jiti-cli.mjs', import.meta.url));
const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** Starts a local cloud's daemon from its sources, on a free port; `connectionInfo` of its folder tells which. */
export function spawnDaemon(dataDir: string, network: string): ChildProcess {
  const options = { 'data-dir': dataDir, 'cache-dir': cacheDir, port: '0', network };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  return spawn(process.execPath, [jiti, main, ...args], { stdio: ['ignore', 'inherit', 'inherit'] });
}
