import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ImagoError } from '@imago/engine';
import { defaultDataDir } from '@imago/local-cloud';
import type { LogsFlags } from '../commands/local.ts';
import type { CliContext } from '../context.ts';

/** `imago local logs`: the daemon's log, JSON lines; with `--follow` until Ctrl-C. */
export async function logs(this: CliContext, flags: LogsFlags): Promise<void> {
  const file = join(flags.dataDir ?? defaultDataDir(), 'log', 'daemon.log');
  if (!existsSync(file)) {
    throw new ImagoError({
      code: 'no-log',
      source: 'user',
      message: `there is no log at ${file}`,
      fix: 'start the local cloud first, or name its folder with --data-dir',
    });
  }
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  this.process.stdout.write(`${lines.slice(-flags.lines).join('\n')}\n`);
  let position = statSync(file).size;
  while (flags.follow && !this.signal.aborted) {
    await sleep(200, undefined, { signal: this.signal }).catch(() => undefined);
    const { size } = statSync(file);
    if (size < position) position = 0;
    const chunk = Buffer.alloc(size - position);
    const handle = openSync(file, 'r');
    position += readSync(handle, chunk, 0, chunk.length, position);
    closeSync(handle);
    this.process.stdout.write(chunk);
  }
}
