import { pauseRollout } from '@imago/engine';
import type { CliContext } from '../context.ts';
import { finish } from './finish.ts';
import { inEnvironment } from './in-environment.ts';

/** `imago pause ENV`. */
export async function pauseEnvironment(this: CliContext, _flags: object, name: string): Promise<void> {
  await inEnvironment(this, name, async (run) => {
    const outcome = await pauseRollout(run.ref, run.ports, this.signal);
    run.reporter.close();
    // What waits already need not be told to.
    finish(this, outcome, ['waiting']);
  });
}
