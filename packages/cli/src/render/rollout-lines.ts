import { healthyInstances, milliseconds, type Observed, type RolloutEvent } from '@imago/engine';
import { took } from './took.ts';

/** Turns the events of a rollout into lines; an unchanged state of the fleet is told once. */
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
      case 'action-started':
        return undefined;
      case 'action-finished':
        return `${event.summary}${took(milliseconds(event.ms))}`;
      case 'retrying':
        return once(event, `again: ${event.message}`);
      case 'observed':
        return once(event, sidesLine(event.observed));
      case 'waiting':
        return once(event, event.reason);
      case 'weights-shifted':
        return `traffic: ${event.weights.map(({ release, weight }) => `${release} ${weight} %`).join(', ')}`;
      case 'probe-sample':
        return event.sample.ok
          ? undefined
          : `request failed: ${event.sample.error ?? `status ${event.sample.status}`}`;
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

/** `r1 3/3 healthy, r2 1/3 healthy (2 initial)`. */
function sidesLine(observed: Observed): string {
  const sides = observed.sides.flatMap((side) => {
    if (side.group === undefined) return [];
    const states = new Map<string, number>();
    for (const instance of side.group.instances) {
      const state = instance.lifecycleState === 'InService' ? instance.health : instance.lifecycleState;
      if (state !== 'healthy') states.set(state, (states.get(state) ?? 0) + 1);
    }
    const others = [...states].map(([state, count]) => `${count} ${state}`).join(', ');
    const healthy = `${side.release} ${healthyInstances(side).length}/${side.group.capacity.desired} healthy`;
    return [others === '' ? healthy : `${healthy} (${others})`];
  });
  return sides.length === 0 ? 'nothing runs yet' : sides.join(', ');
}
