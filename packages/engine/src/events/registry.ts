import { bakeEventFacts } from './bake-event-facts.ts';
import type { FactsOf } from './event-facts.ts';
import type { ImagoEvent } from './events.ts';
import { rolloutEventFacts } from './rollout-event-facts.ts';

/** Every event that a run emits, by its code. */
export const eventRegistry: FactsOf<ImagoEvent> = { ...bakeEventFacts, ...rolloutEventFacts };

/** Codes that a notification may be asked for: all that tell the story of a rollout. */
export const notifiableEvents: readonly string[] = Object.entries(rolloutEventFacts)
  .filter(([, { level }]) => level !== 'debug')
  .map(([code]) => code);
