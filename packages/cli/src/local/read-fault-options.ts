import { ImagoError, parseDuration } from '@imago/engine';
import { type FaultOptions, MOST_STALE_MS } from '@imago/local-cloud';
import type { SetFaultsFlags } from '../commands/local-faults.ts';

/** Reads what is to go wrong; every mistake names the option, what was written, and what to write. */
export function readFaultOptions(flags: SetFaultsFlags): FaultOptions {
  const { throttle, error, delay, stale, die, dieWithin, neverBoots, slowDetach, stuckDetach } = flags;
  if (dieWithin !== undefined && die === undefined) {
    throw mistake('--die-within says when, and nothing dies', 'write --die 5% as well');
  }
  const options: FaultOptions = {
    ...(throttle !== undefined && { throttle: readShare('--throttle', throttle) }),
    ...(error !== undefined && { error: readShare('--error', error) }),
    ...(delay !== undefined && { delay: readRange('--delay', delay) }),
    ...(stale !== undefined && { staleMs: readStale(stale) }),
    ...(die !== undefined && { die: readShare('--die', die) }),
    ...(dieWithin !== undefined && { dieWithinMs: readTime('--die-within', dieWithin) }),
    ...(neverBoots !== undefined && { neverBoots: readShare('--never-boots', neverBoots) }),
    ...(slowDetach !== undefined && { slowDetach: readRange('--slow-detach', slowDetach) }),
    ...(stuckDetach !== undefined && { stuckDetach: readShare('--stuck-detach', stuckDetach) }),
  };
  if (Object.keys(options).length > 0) return options;
  throw mistake(
    'nothing is to go wrong',
    'write --throttle 10%, --error 5%, --delay 2s, --stale 5s, --die 5%, --never-boots 5%, --slow-detach 20s or --stuck-detach 5%',
  );
}

function readShare(option: string, text: string): number {
  const percent = /^\d+(\.\d+)?%$/.test(text) ? Number(text.slice(0, -1)) : Number.NaN;
  if (percent <= 100) return percent / 100;
  const fix = `write a percentage from 0% to 100%, such as ${option} 10%`;
  throw mistake(`${option} ${text} is no percentage`, fix);
}

function readTime(option: string, text: string): number {
  const time = parseDuration(text);
  if (time) return time.milliseconds;
  throw mistake(`${option} ${text} is no duration`, `write ${option} 500ms, 2s or 1m`);
}

function readRange(option: string, text: string): NonNullable<FaultOptions['delay']> {
  const [from = '', to = from, ...more] = text.split('-');
  const range = { fromMs: readTime(option, from), toMs: readTime(option, to) };
  if (more.length === 0 && range.fromMs <= range.toMs) return range;
  throw mistake(`${option} ${text} is no range of time`, `write the shorter time first: ${option} 1s-5s`);
}

function readStale(text: string): number {
  const staleMs = readTime('--stale', text);
  if (staleMs <= MOST_STALE_MS) return staleMs;
  throw mistake(`--stale ${text} is too long`, `write ${MOST_STALE_MS / 1000}s at most`);
}

function mistake(message: string, fix: string): ImagoError {
  return new ImagoError({ code: 'bad-fault', source: 'user', message, fix });
}
