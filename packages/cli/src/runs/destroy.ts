import { destroy, findUnfinished } from '@imago/engine';
import type { LockFlags } from '../commands/parameters.ts';
import { confirm } from '../confirm.ts';
import type { CliContext } from '../context.ts';
import { confirmBreakLock } from './confirm-break-lock.ts';
import { finish } from './finish.ts';
import { inEnvironment } from './in-environment.ts';

/** `imago destroy ENV`: asks first. */
export async function destroyEnvironment(this: CliContext, flags: LockFlags, name: string): Promise<void> {
  await confirmBreakLock(this, flags, name);
  await inEnvironment(this, name, async (run) => {
    const unfinished = await findUnfinished(run.ref, run.ports);
    if (unfinished?.state === 'held')
      run.reporter.note(`this ends #${unfinished.rollout.number}, which waits for a person`);
    await confirm(this, `Remove everything of ${name}: load balancer, groups and instances?`);
    const outcome = await destroy({ ...run.ref, breakLock: flags.breakLock }, run.ports, this.signal);
    run.reporter.close();
    finish(this, outcome);
  });
}
