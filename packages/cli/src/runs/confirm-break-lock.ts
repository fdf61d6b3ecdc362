import type { LockFlags } from '../commands/parameters.ts';
import { confirm } from '../confirm.ts';
import type { CliContext } from '../context.ts';

/** Asks before a lock is broken, and says what may come of it. */
export async function confirmBreakLock(
  context: CliContext,
  { breakLock }: LockFlags,
  environment: string,
): Promise<void> {
  if (!breakLock) return;
  await confirm(
    context,
    `Break the lock of ${environment}? A run that is still alive stops when it next looks, at the latest after 10 s, but ends the call that it is in: two runs may change ${environment} for that long.`,
  );
}
