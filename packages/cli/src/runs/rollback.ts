import { rollback } from '@imago/engine';
import type { RollbackFlags } from '../commands/rollback.ts';
import { confirm } from '../confirm.ts';
import type { CliContext } from '../context.ts';
import { confirmBreakLock } from './confirm-break-lock.ts';
import { finish } from './finish.ts';
import { inEnvironment } from './in-environment.ts';
import { sweep } from './sweep.ts';

/** `imago rollback ENV`; to a release that failed only where it is named, and after asking. */
export async function rollBackEnvironment(
  this: CliContext,
  flags: RollbackFlags,
  name: string,
): Promise<void> {
  const { to, breakLock } = flags;
  await confirmBreakLock(this, flags, name);
  await inEnvironment(this, name, async (run) => {
    const request = {
      ...run.ref,
      kind: run.spec.settings.kind,
      breakLock,
      ...(to === undefined ? {} : { to }),
    };
    const swept = sweep(run, this.signal);
    let outcome = await rollback(request, run.ports, this.signal);
    if (outcome.kind === 'nowhere' && outcome.failed !== undefined && to !== undefined) {
      await confirm(this, `${outcome.reason}. Roll back to ${to} all the same?`);
      outcome = await rollback({ ...request, force: true }, run.ports, this.signal);
    }
    await swept;
    run.reporter.close();
    finish(this, outcome);
  });
}
