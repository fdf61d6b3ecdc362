import { formatDuration } from '../model/duration.ts';
import type { StrategySettings } from '../model/fleet.ts';
import { stepsOf } from '../strategies/canary-steps.ts';

/** What each step of the strategy is, for people. */
export function stepTitles(strategy: StrategySettings | undefined): readonly string[] {
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
    case undefined:
      return [];
  }
}
