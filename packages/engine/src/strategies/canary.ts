import type { Observed } from '../model/observed.ts';
import { blueGreen } from './blue-green.ts';
import type { Decision } from './decision.ts';
import type { Rollout } from './rollout.ts';

/** A new side beside the old one; traffic moves step by step. */
export const canary = (observed: Observed, rollout: Rollout, now: Date): Decision =>
  blueGreen(observed, rollout, now);
