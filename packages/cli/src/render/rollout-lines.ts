import { milliseconds, type Observed, type RolloutEvent } from '@imago/engine';
import { sideHealth } from './side-health.ts';
import { took } from './took.ts';

/** Turns the events of a rollout into lines; what does not change, as a fleet's state or a failure of every request, is told once. */
export function createRolloutLines(): (event: RolloutEvent) => string | undefined {
  const last = new Map<RolloutEvent['code'], string>();
  const once = ({ code }: RolloutEvent, text: string): string | undefined => {
    if (text === last.get(code)) return undefined;
    last.set(code, text);
    return text;
  };
  return (event) => {
    switch (event.code) {
      case 'rollout-started':
        return startLine(event);
      case 'rollout-recovered':
        return event.summary;
      case 'lock-taken-over':
        return `took over the lock of ${event.from}: ${event.why}`;
      // The action that shifted the weights has said it.
      case 'weights-shifted':
      case 'action-started':
        return undefined;
      case 'action-finished':
        return `${event.summary}${took(milliseconds(event.ms))}`;
      case 'retrying':
        return once(event, `again: ${event.message}`);
      case 'observed':
        return once(event, sidesLine(event.observed));
      case 'waiting':
        return once(event, `waiting: ${event.reason}`);
      case 'probe-sample':
        if (!event.sample.ok)
          return once(event, `request failed: ${event.sample.error ?? `status ${event.sample.status}`}`);
        last.delete(event.code);
        return undefined;
      case 'turned-back':
        return `turning back: ${event.reason}`;
      case 'rollout-ended':
        return `${event.end.kind}${event.end.reason === undefined ? '' : `: ${event.end.reason}`}`;
    }
  };
}

function startLine(event: Extract<RolloutEvent, { code: 'rollout-started' }>): string {
  const from = event.from === undefined ? '' : ` from ${event.from}`;
  return `${event.kind} #${event.number}${from}${event.to === undefined ? '' : ` to ${event.to}`}`;
}

function sidesLine(observed: Observed): string {
  const sides = observed.sides.flatMap((side) =>
    side.group === undefined ? [] : [`${side.release} ${sideHealth(side.group)}`],
  );
  return sides.length === 0 ? 'nothing runs yet' : sides.join(', ');
}
