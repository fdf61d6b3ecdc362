import { promoteRollout } from '@imago/engine';
import type { PromoteFlags } from '../commands/promote.ts';
import type { CliContext } from '../context.ts';
import { confirmBreakLock } from './confirm-break-lock.ts';
import { finish } from './finish.ts';
import { inEnvironment } from './in-environment.ts';
import { readOverrides } from './read-overrides.ts';

/** `imago promote ENV`. */
export async function promoteEnvironment(this: CliContext, flags: PromoteFlags, name: string): Promise<void> {
  const overrides = readOverrides(flags);
  const { full, breakLock } = flags;
  await confirmBreakLock(this, flags, name);
  await inEnvironment(this, name, async (run) => {
    const outcome = await promoteRollout({ ...run.ref, overrides, full, breakLock }, run.ports, this.signal);
    run.reporter.close();
    finish(this, outcome);
  });
}
