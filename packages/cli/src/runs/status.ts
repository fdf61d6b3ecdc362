import { setTimeout as sleep } from 'node:timers/promises';
import { readStatus } from '@imago/engine';
import type { StatusFlags } from '../commands/status.ts';
import { type CliContext, printResult } from '../context.ts';
import { statusText } from '../render/status-text.ts';
import { inEnvironment } from './in-environment.ts';

/** `imago status ENV`. */
export async function showStatus(this: CliContext, flags: StatusFlags, name: string): Promise<void> {
  await inEnvironment(this, name, async (run) => {
    for (;;) {
      const report = await readStatus(run.ref, run.ports);
      printResult(this, statusText(report), report);
      if (!flags.watch || this.signal.aborted) return;
      await sleep(2000, undefined, { signal: this.signal }).catch(() => undefined);
    }
  });
}
