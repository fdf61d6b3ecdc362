import type { FleetSettings, ReleaseId, StrategySettings } from '@imago/engine';
import type { Fate } from './caller.ts';
import type { InstanceFate, Weather } from './world/model.ts';
import type { Scaler, ScalingChange } from './world/scaling.ts';

/** What a person or a pipeline types. */
export type Command =
  | {
      readonly kind: 'deploy';
      /** Its words say how its instances turn out. */
      readonly image: string;
      readonly settings: Pick<FleetSettings, 'strategy' | 'gates' | 'hooks' | 'size' | 'probe'>;
    }
  | { readonly kind: 'rollback'; readonly to?: ReleaseId; readonly force?: boolean }
  | { readonly kind: 'destroy' | 'resume' | 'pause' | 'abort' }
  | { readonly kind: 'promote'; readonly full: boolean }
  | { readonly kind: 'override'; readonly gate: string };

/** A command, when it is given, and what befalls its process. */
export interface PlannedCommand {
  readonly command: Command;
  readonly host: string;
  /** Seconds after the one before it has ended, or, `beside` it, after that one has begun. */
  readonly wait: number;
  readonly beside: boolean;
  readonly breakLock?: boolean;
  readonly fate: Fate;
}

/** What happens in the cloud besides. `which`: an instance of the live side, counted round and round. */
export type WorldEvent =
  | { readonly kind: 'die' | 'protect' | 'unprotect'; readonly which: number }
  | { readonly kind: 'stop-serving'; readonly which: number; readonly seconds: number }
  | {
      readonly kind: 'standby';
      readonly which: number;
      readonly decrement: boolean;
      readonly seconds: number;
    }
  | { readonly kind: 'scale'; readonly by: Scaler; readonly change: ScalingChange }
  | { readonly kind: 'launches'; readonly fates: readonly InstanceFate[] }
  | { readonly kind: 'no-machines'; readonly seconds: number }
  | { readonly kind: 'rebalance' }
  | { readonly kind: 'check-fails'; readonly seconds: number };

/** An event, so many seconds after the command with that index has begun. */
export interface PlannedEvent {
  readonly command: number;
  readonly at: number;
  readonly event: WorldEvent;
}

/** Everything that is to happen: a plain value, drawn from a seed, so that it can be kept, cut and played again. */
export interface Schedule {
  readonly seed: number;
  readonly weather: Weather;
  /** Seconds between two looks of a process. */
  readonly poll: number;
  /** Processes that a person has suspended in every group. */
  readonly suspended: readonly string[];
  readonly commands: readonly PlannedCommand[];
  readonly events: readonly PlannedEvent[];
}

/** What a schedule did, and which invariants it broke. */
export interface ScheduleReport {
  readonly seed: number;
  /** What happened, line by line, where it was asked for. */
  readonly story: readonly string[];
  readonly violations: readonly string[];
  /** How its commands ended. */
  readonly outcomes: readonly string[];
}

/** The strategies that a run of the simulator may be narrowed to. */
export type StrategyName = StrategySettings['kind'] | 'instance-refresh';
