import type { Check } from '../model/check.ts';
import type { Observed } from '../model/observed.ts';
import type { RolloutRecord } from '../model/rollout.ts';
import { blueGreen } from '../strategies/blue-green.ts';
import { canary } from '../strategies/canary.ts';
import type { Decision } from '../strategies/decision.ts';
import { guarded } from '../strategies/guarded.ts';
import { rolling } from '../strategies/rolling.ts';
import type { Rollout } from '../strategies/rollout.ts';
import { tearDown } from '../strategies/tear-down.ts';
import { rolloutOf } from './progress.ts';
import type { Sight } from './progress.ts';

/** What the loop asks a strategy with. */
export interface Circumstances {
  readonly sight: Sight;
  readonly checks: readonly Check[];
  readonly probed: boolean;
  readonly interrupted: boolean;
  readonly now: Date;
}

/** Asks the strategy that the record names. A run that took over shows in its journal. */
export function follow(observed: Observed, record: RolloutRecord, circumstances: Circumstances): Decision {
  const { sight, interrupted, now } = circumstances;
  switch (record.kind) {
    case 'destroy':
      return interrupted
        ? { kind: 'stop', reason: 'interrupted; the next command goes on with it' }
        : tearDown(observed);
    case 'deploy':
    case 'rollback':
    // A fleet is not healed, and has no data to restore; what the record lacks is told there.
    case 'heal':
    case 'restore':
      return guarded(decide, observed, rolloutOf(record, sight, circumstances), now);
  }
}

function decide(observed: Observed, rollout: Rollout, now: Date): Decision {
  switch (rollout.strategy.kind) {
    case 'blue-green':
      return blueGreen(observed, rollout, now);
    case 'canary':
      return canary(observed, rollout, now);
    case 'rolling':
      return rolling(observed, rollout, now);
  }
}
