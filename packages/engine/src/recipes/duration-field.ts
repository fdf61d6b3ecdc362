import { parseDuration } from '../model/duration.ts';
import type { Duration } from '../model/duration.ts';
import type { ProblemSink } from './problem-sink.ts';

/** What a field of a config takes for a length of time. */
export type DurationInput = Duration | string;

/** Reads a duration field; reports what is none and goes on with the default. */
export function durationField<Default extends Duration | undefined>(
  input: DurationInput | undefined,
  absent: Default,
  path: string,
  report: ProblemSink,
): Duration | Default {
  if (input === undefined) return absent;
  const duration = typeof input === 'string' ? parseDuration(input) : input;
  if (duration === undefined) {
    report(path, `${JSON.stringify(input)} is no duration`, "write it like '90s', '5m' or '1h30m'");
    return absent;
  }
  return duration;
}
