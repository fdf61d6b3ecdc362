import { CloudError } from '../errors/cloud-error.ts';
import { minutes, seconds } from '../model/duration.ts';
import type { RolloutPorts } from './ports.ts';

/** A cloud that is busy comes back; one that says a thing is in use or not there may only be behind. */
const patienceByKind = {
  throttled: minutes(5),
  unavailable: minutes(5),
  conflict: minutes(2),
  'not-found': seconds(45),
  denied: undefined,
  invalid: undefined,
} as const;

/** Tries again what may succeed later, for as long as the kind of failure deserves. */
export async function withPatience<T>(
  { clock, poll, emit }: Pick<RolloutPorts, 'clock' | 'poll' | 'emit'>,
  operation: () => Promise<T>,
): Promise<T> {
  // From the first failure on: this machine may have slept until then.
  let failing: number | undefined;
  for (;;) {
    try {
      return await operation();
    } catch (error) {
      const patience = error instanceof CloudError ? patienceByKind[error.kind] : undefined;
      const now = clock.now().getTime();
      failing ??= now;
      if (patience === undefined || now - failing >= patience.milliseconds) throw error;
      emit({ code: 'retrying', message: error instanceof Error ? error.message : String(error) });
    }
    await clock.sleep(poll, new AbortController().signal);
  }
}
