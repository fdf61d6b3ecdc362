import { milliseconds } from '../model/duration.ts';
import type { RolloutAction } from '../model/rollout.ts';
import type { RolloutPorts } from './ports.ts';

/** What a pause is to how long nothing has changed: what is waited for is seen late by no more than that. */
const share = 1 / 3;

/**
 * Until the next look at the cloud, or sooner: at `until`, or when the user interrupts. Longer where nothing changes;
 * `looks` times as long where nothing can.
 */
export async function pause(
  { clock, poll, longestPoll = poll }: Pick<RolloutPorts, 'clock' | 'poll' | 'longestPoll'>,
  signal: AbortSignal,
  wait: { readonly since?: Date; readonly until?: Date | undefined; readonly looks?: number } = {},
): Promise<void> {
  const { since, until, looks = 1 } = wait;
  const now = clock.now().getTime();
  const still = since === undefined ? 0 : now - since.getTime();
  const usual = Math.min(
    Math.max(poll.milliseconds * looks, still * share),
    longestPoll.milliseconds * looks,
  );
  const left = until === undefined ? usual : until.getTime() - now;
  const length = milliseconds(Math.max(1, Math.min(usual, left)));
  // Once interrupted, what is left to do is done without haste.
  const wake = signal.aborted ? new AbortController().signal : signal;
  await clock.sleep(length, wake).catch((error: unknown) => {
    if (!wake.aborted) throw error;
  });
}

/** Whether machines start or end for all of this, so that a look right after it would show nothing new. */
export const takesTime = (actions: readonly RolloutAction[]): boolean =>
  actions.every(({ kind }) => kind === 'set-capacity' || kind === 'terminate');
