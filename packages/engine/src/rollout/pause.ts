import { milliseconds } from '../model/duration.ts';
import type { RolloutPorts } from './ports.ts';

/** Until the next look at the cloud, or sooner: at `until`, or when the user interrupts. */
export async function pause(
  { clock, poll }: Pick<RolloutPorts, 'clock' | 'poll'>,
  signal: AbortSignal,
  until?: Date,
): Promise<void> {
  const left = until === undefined ? poll.milliseconds : until.getTime() - clock.now().getTime();
  const length = milliseconds(Math.max(1, Math.min(poll.milliseconds, left)));
  // Once interrupted, what is left to do is done without haste.
  const wake = signal.aborted ? new AbortController().signal : signal;
  await clock.sleep(length, wake).catch((error: unknown) => {
    if (!wake.aborted) throw error;
  });
}
