import { rollback } from '@imago/engine';
import type { RollbackFlags } from '../commands/rollback.ts';
import type { CliContext } from '../context.ts';
import { finish } from './finish.ts';
import { inEnvironment } from './in-environment.ts';

/** `imago rollback ENV`. */
export async function rollBackEnvironment(
  this: CliContext,
  flags: RollbackFlags,
  name: string,
): Promise<void> {
  await inEnvironment(this, name, async (run) => {
    const request = flags.to === undefined ? run.ref : { ...run.ref, to: flags.to };
    const outcome = await rollback(request, run.ports, this.signal);
    run.reporter.close();
    finish(this, outcome);
  });
}
