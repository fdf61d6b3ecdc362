/** What is to be known of a kind of event: the source of `docs/events.md`. */
export interface EventFacts<Event extends { readonly code: string }> {
  /** When it is emitted. */
  readonly when: string;
  /** `debug` events come often; the others tell the story. */
  readonly level: 'debug' | 'info' | 'warning' | 'error';
  /** What each field of the payload holds. */
  readonly payload: { readonly [Field in Exclude<keyof Event, 'code'>]-?: string };
}

/** Facts for every code of a union of events; one that is missing does not compile. */
export type FactsOf<Event extends { readonly code: string }> = {
  readonly [Code in Event['code']]: EventFacts<Extract<Event, { readonly code: Code }>>;
};
