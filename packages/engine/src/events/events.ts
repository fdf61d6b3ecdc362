import type { RolloutEvent } from './rollout-events.ts';

/** Every event that a run emits: a registered code and its payload. */
export type ImagoEvent = RolloutEvent;
