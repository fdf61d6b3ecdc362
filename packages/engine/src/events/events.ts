import type { BakeEvent } from './bake-events.ts';
import type { RolloutEvent } from './rollout-events.ts';

/** Every event that a run emits: a registered code and its payload. */
export type ImagoEvent = BakeEvent | RolloutEvent;
