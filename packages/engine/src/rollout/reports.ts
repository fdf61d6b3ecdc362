import type { Capacity } from '../model/fleet.ts';
import type { Observed } from '../model/observed.ts';
import type { Release, ReleaseId } from '../model/release.ts';
import type { RolloutRecord } from '../model/rollout.ts';
import type { LockHolder } from './outcome.ts';

/** A rollout that its process left behind. */
export interface Unfinished {
  readonly rollout: RolloutRecord;
  /** Undefined where its process is gone: the next deploy, rollback or destroy puts it right. */
  readonly running?: LockHolder;
  /** One sentence: what was found, and what will be done about it. */
  readonly summary: string;
}

/** One thing that a deploy would do, in order. */
export interface PlanStep {
  /** Such as `make`, `change`, `shift`, `remove`. */
  readonly verb: 'make' | 'change' | 'shift' | 'retire' | 'remove';
  /** What it is done to, such as `load balancer` or `side r12`. */
  readonly what: string;
  readonly detail: string;
}

/** What a deploy would change, with nothing touched. */
export interface DeployPlan {
  readonly changed: boolean;
  readonly from?: ReleaseId;
  readonly to: ReleaseId;
  readonly capacity: Capacity;
  readonly steps: readonly PlanStep[];
  readonly unfinished?: Unfinished;
}

/** A release as it runs. */
export interface SideReport {
  readonly release: Release | undefined;
  readonly id: ReleaseId;
  readonly weight: number;
  readonly healthy: number;
  readonly capacity?: Capacity;
  /** When AWS takes it to zero; ISO 8601. */
  readonly retireAt?: string;
}

/** What runs now. */
export interface StatusReport {
  readonly live?: ReleaseId;
  readonly url?: string;
  readonly sides: readonly SideReport[];
  readonly observed: Observed;
  readonly lockedBy?: LockHolder;
  readonly unfinished?: Unfinished;
}

/** All releases and rollouts, newest first. */
export interface HistoryReport {
  readonly releases: readonly Release[];
  readonly rollouts: readonly RolloutRecord[];
}
