import { milliseconds, type Observed, type RolloutEvent, rolloutSentence } from '@imago/engine';
import { membersLine } from './member-lines.ts';
import { shownLine } from './shown-line.ts';
import { sideHealth } from './side-health.ts';
import { took } from './took.ts';

/** What is said again only when it has changed: it comes at every look, or with every failure. */
const repeated: ReadonlySet<RolloutEvent['code']> = new Set([
  'retrying',
  'observed',
  'cluster-observed',
  'waiting',
  'probe-sample',
  'check-sampled',
]);

/** Turns the events of a rollout into lines; what does not change, as a fleet's state or a failure of every request, is told once. */
export function createRolloutLines(): (event: RolloutEvent) => string | undefined {
  const last = new Map<string, string>();
  return (event) => {
    const text = lineOf(event);
    if (!repeated.has(event.code)) return text;
    const key = event.code === 'check-sampled' ? event.key : event.code;
    if (text === undefined) {
      // An answer that succeeds makes the next failure news again.
      last.delete(key);
      return undefined;
    }
    if (text === last.get(key)) return undefined;
    last.set(key, text);
    return text;
  };
}

function lineOf(event: RolloutEvent): string | undefined {
  if (event.code === 'observed') return sidesLine(event.observed);
  if (event.code === 'cluster-observed') return membersLine(event.observed, event.health);
  const sentence = rolloutSentence(event);
  if (sentence === undefined) return undefined;
  if (event.code === 'test-failed')
    return [sentence, ...event.output.map((line) => `  | ${shownLine(line)}`)].join('\n');
  const timed = event.code === 'action-finished' || event.code === 'test-passed';
  return timed ? `${sentence}${took(milliseconds(event.ms))}` : sentence;
}

function sidesLine(observed: Observed): string {
  const sides = observed.sides.flatMap((side) =>
    side.group === undefined ? [] : [`${side.release} ${sideHealth(side.group)}`],
  );
  return sides.length === 0 ? 'nothing runs yet' : sides.join(', ');
}
