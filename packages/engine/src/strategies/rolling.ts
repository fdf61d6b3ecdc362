import type { Observed } from '../model/observed.ts';
import { blueGreen } from './blue-green.ts';
import type { Decision } from './decision.ts';
import type { Rollout } from './rollout.ts';

/** The instances of the live side's group are replaced a batch at a time. */
export const rolling = (observed: Observed, rollout: Rollout, now: Date): Decision =>
  blueGreen(observed, rollout, now);
