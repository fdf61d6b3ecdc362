import type { Action } from './action.ts';
import type { Capacity, StrategySettings } from './fleet.ts';
import type { ReleaseId } from './release.ts';

/** Why a rollout turned back. */
export type Because =
  | {
      readonly kind: 'not-healthy';
      readonly healthy: number;
      readonly wanted: number;
      readonly after: string;
    }
  | {
      readonly kind: 'traffic-failed';
      readonly requests: number;
      readonly failures: number;
      readonly lastFailure: string;
    }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'killed' }
  | { readonly kind: 'refused'; readonly action: Action['kind']; readonly message: string };

/** A side as it was before the rollout, to be put back if it is given up. */
export interface SideBefore {
  readonly release: ReleaseId;
  readonly capacity: Capacity;
  readonly suspendedProcesses: readonly string[];
  readonly weight: number;
  /** ISO 8601, where its retirement was scheduled. */
  readonly retireAt?: string;
}

/** One line of a rollout's journal; written before what it tells of is done. */
export type JournalEntry = { readonly at: string } & (
  | { readonly kind: 'act'; readonly actions: readonly Action[] }
  | { readonly kind: 'turned-back'; readonly because: Because }
  | { readonly kind: 'taken-over'; readonly by: string; readonly token: number }
);

/** How a rollout ended, as history keeps it. */
export interface RolloutEnd {
  readonly at: string;
  readonly kind: 'deployed' | 'rolled-back' | 'interrupted' | 'destroyed' | 'stopped';
  /** One sentence. */
  readonly reason?: string;
  readonly requests?: number;
  readonly failures?: number;
}

/** A rollout with its journal: one document that only grows. */
export interface RolloutRecord {
  readonly number: number;
  readonly kind: 'deploy' | 'rollback' | 'destroy';
  readonly strategy?: StrategySettings;
  /** The release to move to. */
  readonly to?: ReleaseId;
  /** The release that was live. */
  readonly from?: ReleaseId;
  /** Whether the load balancer existed before. */
  readonly environmentExisted: boolean;
  readonly before: readonly SideBefore[];
  readonly capacity?: Capacity;
  readonly startedAt: string;
  readonly by: string;
  /** Fencing token of the lock under which it runs. */
  readonly token: number;
  readonly entries: readonly JournalEntry[];
  readonly end?: RolloutEnd;
}
