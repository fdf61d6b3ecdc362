import { resumeRollout } from '@imago/engine';
import type { ResumeFlags } from '../commands/resume.ts';
import type { CliContext } from '../context.ts';
import { confirmBreakLock } from './confirm-break-lock.ts';
import { finish } from './finish.ts';
import { inEnvironment } from './in-environment.ts';
import { readOverrides } from './read-overrides.ts';
import { sweep } from './sweep.ts';

/** `imago resume ENV`. */
export async function resumeEnvironment(this: CliContext, flags: ResumeFlags, name: string): Promise<void> {
  const overrides = readOverrides(flags);
  const { breakLock } = flags;
  await confirmBreakLock(this, flags, name);
  await inEnvironment(this, name, async (run) => {
    const [outcome] = await Promise.all([
      resumeRollout({ ...run.ref, overrides, breakLock }, run.ports, this.signal),
      sweep(run, this.signal),
    ]);
    run.reporter.close();
    finish(this, outcome);
  });
}
