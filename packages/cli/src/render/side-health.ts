import type { ObservedGroup } from '@imago/engine';

/** How healthy a side is, and what the rest of it does: `1/3 healthy (2 initial)`. */
export function sideHealth({ instances, capacity }: ObservedGroup): string {
  const states = new Map<string, number>();
  for (const { lifecycleState, health } of instances) {
    const state = lifecycleState === 'InService' ? health : lifecycleState;
    states.set(state, (states.get(state) ?? 0) + 1);
  }
  const healthy = states.get('healthy') ?? 0;
  states.delete('healthy');
  const others = [...states].map(([state, count]) => `${count} ${state}`).join(', ');
  return `${healthy}/${capacity.desired} healthy${others === '' ? '' : ` (${others})`}`;
}
