import { connectionInfo, defaultCacheDir, defaultDataDir, defaultPort } from '@imago/local-cloud';
import type { StartFlags } from '../commands/local.ts';
import { type CliContext, printResult } from '../context.ts';
import { awaitBaseImage } from './await-base-image.ts';
import { runInForeground, startInBackground } from './daemon-process.ts';

/** `imago local start`: starting twice is no mistake. */
export async function start(this: CliContext, flags: StartFlags): Promise<void> {
  const dataDir = flags.dataDir ?? defaultDataDir();
  const running = connectionInfo(dataDir);
  if (running !== undefined) {
    printResult(this, `already running at ${running.endpoint} (pid ${running.pid})`, running);
    return;
  }
  const args = [
    '--data-dir',
    dataDir,
    '--cache-dir',
    defaultCacheDir(),
    '--port',
    String(flags.port ?? defaultPort),
    '--machines',
    flags.machines,
    ...(flags.network === undefined ? [] : ['--network', flags.network]),
    ...(flags.region === undefined ? [] : ['--region', flags.region]),
  ];
  if (flags.foreground) {
    this.process.exitCode = await runInForeground(args, this.signal);
    return;
  }
  const info = await startInBackground(dataDir, args, this.signal);
  await awaitBaseImage(this, info);
  printResult(
    this,
    `local cloud at ${info.endpoint}, machines in ${info.network}\npoint any AWS client at it: eval "$(imago local env)"`,
    info,
  );
}
