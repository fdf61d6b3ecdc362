import type { DurationInput } from '../recipes/duration-field.ts';
import type { GateInput } from './gate-options.ts';

/** Options that every strategy has. */
export interface StrategyOptions {
  /** How long every new instance must be healthy before it counts. Default 10 s. */
  readonly minHealthyTime?: DurationInput;
  /** When a new instance that is not healthy is given up. Default 5 min. */
  readonly healthyDeadline?: DurationInput;
  /**
   * How long nothing may move on, pauses and bake time aside, before the rollout is given up. Default 10 min, or
   * `healthyDeadline` and `minHealthyTime` together where that is longer.
   */
  readonly progressDeadline?: DurationInput;
  /** How long sampled requests must succeed, and gates hold, at the end before the rollout counts. Default 3 s. */
  readonly bakeTime?: DurationInput;
  /** Whether a failure turns the rollout back at once; otherwise it waits for a person. Default true. */
  readonly autoRollback?: boolean;
}

/** Options of strategies with two sides. */
export interface TwoSidedOptions extends StrategyOptions {
  /** How long the old side stays. Default 30 min; `'0s'` drains and removes it at once. */
  readonly keepPrevious?: DurationInput;
}

/** Options of `blueGreen()`. */
export type BlueGreenOptions = TwoSidedOptions;

/** What `blueGreen()` makes. */
export interface BlueGreenInput extends BlueGreenOptions {
  readonly kind: 'blue-green';
}

/** What `setWeight()` makes. */
export interface SetWeightInput {
  readonly kind: 'set-weight';
  readonly weight: number;
}

/** What `pause()` makes. */
export interface PauseInput {
  readonly kind: 'pause';
  readonly duration?: DurationInput;
}

/** A step of a canary; a gate is asked right there, whatever its `at`. */
export type CanaryStepInput = SetWeightInput | PauseInput | GateInput;

/** Options of `canary()`. */
export interface CanaryOptions extends TwoSidedOptions {
  /**
   * Shares of the requests, pauses and gates, in order; a weight of 100 follows by itself. Default
   * `[setWeight(10), pause('1m'), setWeight(50), pause('1m')]`.
   */
  readonly steps?: readonly CanaryStepInput[];
  /** Whether the new side is only as large as its share of the requests needs. Default false. */
  readonly matchTrafficWeight?: boolean;
}

/** What `canary()` makes. */
export interface CanaryInput extends CanaryOptions {
  readonly kind: 'canary';
}

/** Options of `rolling()`; names and meanings are those of EC2's Instance Refresh. */
export interface RollingOptions extends StrategyOptions {
  /** Who replaces: this process, or Auto Scaling, which goes on without it. Default `imago`. */
  readonly engine?: 'imago' | 'instance-refresh';
  /** Instances replaced at a time: a number, or a share such as `'25%'`, rounded up. Default `'25%'`. */
  readonly batch?: number | string;
  /** Share of the desired capacity that stays healthy, 0 to 100, rounded up. Default 100. */
  readonly minHealthyPercentage?: number;
  /**
   * Share of the desired capacity that may run, 100 to 200, rounded down, but one more at least. Above 100, new
   * instances come first. Default 125.
   */
  readonly maxHealthyPercentage?: number;
  /** How long after its launch an instance does not count yet. Default 0 s. */
  readonly instanceWarmup?: DurationInput;
  /** Shares of instances replaced, 1 to 100, after which it waits and gates of `step` are asked. Default none. */
  readonly checkpoints?: readonly number[];
  /** How long it waits at each checkpoint. Default 0 s. */
  readonly checkpointDelay?: DurationInput;
  /** One availability zone after the other. Default false. */
  readonly zoneByZone?: boolean;
  /** Whether instances that run the release already stay. Default true. */
  readonly skipMatching?: boolean;
  /** What becomes of instances in standby. Default `wait`, as with AWS. */
  readonly standbyInstances?: 'terminate' | 'ignore' | 'wait';
  /** What becomes of instances that are protected from scale-in. Default `wait`, as with AWS. */
  readonly scaleInProtectedInstances?: 'refresh' | 'ignore' | 'wait';
}

/** What `rolling()` makes. */
export interface RollingInput extends RollingOptions {
  readonly kind: 'rolling';
}

/** A strategy as the config writes it. */
export type StrategyInput = BlueGreenInput | CanaryInput | RollingInput;
