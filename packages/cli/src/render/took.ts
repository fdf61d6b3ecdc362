import { type Duration, formatDuration } from '@imago/engine';

/** ` (1.2s)` behind what took a while; nothing behind what did not. */
export const took = (duration: Duration): string =>
  duration.milliseconds < 50 ? '' : ` (${formatDuration(duration)})`;
