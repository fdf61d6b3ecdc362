import { abortRollout } from '@imago/engine';
import type { AbortFlags } from '../commands/abort.ts';
import type { CliContext } from '../context.ts';
import { confirmBreakLock } from './confirm-break-lock.ts';
import { finish } from './finish.ts';
import { inEnvironment } from './in-environment.ts';
import { sweep } from './sweep.ts';

/** `imago abort ENV`: done when everything is as it was, for whatever reason it was put back. */
export async function abortEnvironment(this: CliContext, flags: AbortFlags, name: string): Promise<void> {
  const { reason, breakLock } = flags;
  await confirmBreakLock(this, flags, name);
  await inEnvironment(this, name, async (run) => {
    const request = { ...run.ref, breakLock, ...(reason === undefined ? {} : { reason }) };
    const [outcome] = await Promise.all([
      abortRollout(request, run.ports, this.signal),
      sweep(run, this.signal),
    ]);
    run.reporter.close();
    finish(this, outcome, ['aborted', 'rolled-back', 'interrupted']);
  });
}
