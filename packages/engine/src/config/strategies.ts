import type { StrategySettings } from '../model/fleet.ts';
import type { DurationInput } from '../recipes/duration-field.ts';
import type {
  BlueGreenInput,
  BlueGreenOptions,
  CanaryInput,
  CanaryOptions,
  PauseInput,
  RollingInput,
  RollingOptions,
  SetWeightInput,
} from './strategy-options.ts';
import { strategySchema } from './strategy-schema.ts';

/** A whole new side beside the old one; traffic moves at once when it is healthy. */
export const blueGreen = (options: BlueGreenOptions = {}): BlueGreenInput => ({
  ...options,
  kind: 'blue-green',
});

/**
 * A whole new side beside the old one; traffic moves step by step.
 *
 * @example
 * canary({ steps: [setWeight(10), pause('5m'), analysis({ script: './error-rate.sh', atMost: 0.01 }), setWeight(50)] })
 */
export const canary = (options: CanaryOptions = {}): CanaryInput => ({ ...options, kind: 'canary' });

/** A step of a canary: the new side's share of the requests, 1 to 100. */
export const setWeight = (weight: number): SetWeightInput => ({ kind: 'set-weight', weight });

/** A step of a canary: for a time, or without one until a person says `imago promote`. */
export const pause = (duration?: DurationInput): PauseInput => ({
  kind: 'pause',
  ...(duration === undefined ? {} : { duration }),
});

/**
 * Instances of one group replaced a batch at a time.
 *
 * @example
 * rolling({ batch: 2, checkpoints: [25, 50], checkpointDelay: '5m' })
 */
export const rolling = (options: RollingOptions = {}): RollingInput => ({ ...options, kind: 'rolling' });

/** A strategy with its defaults, as `deploy --strategy` names it. */
export const strategyNamed = (kind: StrategySettings['kind']): StrategySettings =>
  strategySchema.parse({ kind });

/** Names of strategies that `strategyNamed` takes. */
export const strategyKinds: readonly StrategySettings['kind'][] = ['blue-green', 'canary', 'rolling'];
