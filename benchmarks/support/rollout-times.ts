import type { TimedEvent } from './timed-events.ts';

const at = (events: readonly TimedEvent[], code: string): number =>
  events.find((event) => event.code === code)?.seconds ?? Number.NaN;

/** How long a rollout took, images and the lock not counted. */
export const rolloutSeconds = (events: readonly TimedEvent[]): number =>
  at(events, 'rollout-ended') - at(events, 'rollout-started');

/** From the order to stop each member until it is up on the new release, in the order in which they went. */
export function memberSeconds(events: readonly TimedEvent[]): readonly number[] {
  const begun = events.filter(
    ({ code, action }) =>
      code === 'action-started' && (action as { readonly kind: string }).kind === 'stop-member',
  );
  const passed = events.filter(({ code }) => code === 'step-passed');
  return passed.map(({ seconds }, index) => seconds - (begun[index]?.seconds ?? Number.NaN));
}
