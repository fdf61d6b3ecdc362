import { healCluster } from '@imago/engine';
import type { LockFlags } from '../commands/parameters.ts';
import type { CliContext } from '../context.ts';
import { confirmBreakLock } from './confirm-break-lock.ts';
import { finish } from './finish.ts';
import { inEnvironment } from './in-environment.ts';
import { onlyCluster } from './only-cluster.ts';
import { sweep } from './sweep.ts';

/** `imago heal ENV`. */
export async function healEnvironment(this: CliContext, flags: LockFlags, name: string): Promise<void> {
  const { breakLock } = flags;
  await confirmBreakLock(this, flags, name);
  await inEnvironment(this, name, async (run) => {
    const { kind } = run.spec.settings;
    onlyCluster(name, kind, {
      but: 'whose instances Auto Scaling replaces by itself',
      fix: 'look at `imago status`',
    });
    const [outcome] = await Promise.all([
      healCluster({ ...run.ref, kind, breakLock }, run.ports, this.signal),
      sweep(run, this.signal),
    ]);
    run.reporter.close();
    finish(this, outcome);
  });
}
