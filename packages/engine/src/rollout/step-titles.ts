import { formatDuration } from '../model/duration.ts';
import type { RolloutRecord } from '../model/rollout.ts';
import { stepsOf } from '../strategies/canary-steps.ts';

/** What each step of the strategy is, for people. */
export function stepTitles(strategy: RolloutRecord['strategy']): readonly string[] {
  switch (strategy?.kind) {
    case 'canary':
      return stepsOf(strategy).map((step) => {
        switch (step.kind) {
          case 'set-weight':
            return `${step.weight} % of the requests`;
          case 'pause':
            return step.duration === undefined
              ? 'pause until promoted'
              : `pause for ${formatDuration(step.duration)}`;
          case 'gate':
            return step.gate.name;
        }
      });
    case 'rolling':
      return strategy.checkpoints.map((share) => `${share} % of the instances`);
    case 'blue-green':
    case 'one-at-a-time':
    case undefined:
      return [];
  }
}
