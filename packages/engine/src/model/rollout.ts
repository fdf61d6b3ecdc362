import type { Action } from './action.ts';
import type { CheckResult, TestMoment } from './check.ts';
import type { ClusterAction } from './cluster-action.ts';
import type { OneAtATimeSettings } from './cluster.ts';
import type { Capacity, StrategySettings } from './fleet.ts';
import type { Duration } from './duration.ts';
import type { ReleaseId } from './release.ts';

/** One step in the cloud of whatever is rolled out: a fleet, or a cluster. */
export type RolloutAction = Action | ClusterAction;

/** Why a rollout turned back. */
export type Because =
  | {
      readonly kind: 'not-healthy';
      readonly healthy: number;
      readonly wanted: number;
      readonly after: string;
    }
  | {
      readonly kind: 'member-not-healthy';
      readonly member: string;
      readonly after: string;
      /** What the cluster, or EC2, says of it. */
      readonly detail: string;
    }
  | {
      readonly kind: 'traffic-failed';
      readonly requests: number;
      readonly failures: number;
      readonly lastFailure: string;
      /** The release that test requests asked for; undefined where they went the way of users' requests. */
      readonly tested?: ReleaseId;
    }
  | {
      readonly kind: 'check-failed';
      readonly check: string;
      readonly detail: string;
      /** Of a test: when it ran. */
      readonly test?: TestMoment;
    }
  | { readonly kind: 'no-progress'; readonly after: string; readonly waitingFor: string }
  | { readonly kind: 'refresh-failed'; readonly status: string; readonly reason: string }
  | { readonly kind: 'aborted'; readonly by: string; readonly reason?: string }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'killed' }
  | {
      readonly kind: 'refused';
      readonly action: RolloutAction['kind'];
      readonly message: string;
    };

/** A side as it was before the rollout, to be put back if it is given up. */
export interface SideBefore {
  readonly release: ReleaseId;
  /** What its group started instances from. */
  readonly launches: ReleaseId;
  readonly capacity: Capacity;
  readonly suspendedProcesses: readonly string[];
  readonly weight: number;
  /** ISO 8601, where its retirement was scheduled. */
  readonly retireAt?: string;
  /** Id of the latest instance refresh of its group, whatever has become of it. */
  readonly refresh?: string;
}

/** What a person tells a rollout that is under way. */
export type Order = { readonly at: string; readonly by: string } &
  /** Stop before the next step. */
  (
    | { readonly kind: 'pause' }
    /** Go on after a pause, an approval or a failure that waits; `full`: skip the steps that are left. */
    | { readonly kind: 'promote'; readonly full: boolean }
    /** Go on after `pause`, or where a killed process left off. */
    | { readonly kind: 'resume' }
    | { readonly kind: 'abort'; readonly reason?: string }
    /** Let a gate pass that does not. */
    | { readonly kind: 'override-gate'; readonly gate: string; readonly reason: string }
  );

/** What a strategy writes down about its own way. */
export type Note =
  /** A step of a canary, or a checkpoint of a rolling rollout, is behind us. `index` from 0. */
  | { readonly kind: 'step'; readonly index: number; readonly title: string }
  | {
      readonly kind: 'check';
      /** Stage and name. */
      readonly key: string;
      readonly name: string;
      readonly result: CheckResult;
      readonly detail: string;
    };

/** Why a rollout waits for a person; `handed-over`: Auto Scaling goes on with it, and nobody watches. */
export type Hold = 'paused' | 'step' | 'approval' | 'failed' | 'handed-over';

/** One line of a rollout's journal; written before what it tells of is done. */
export type JournalEntry<A = RolloutAction> = { readonly at: string } & (
  | { readonly kind: 'act'; readonly actions: readonly A[] }
  | { readonly kind: 'turned-back'; readonly because: Because }
  /** `index`: place in the list of orders, from 0. */
  | { readonly kind: 'told'; readonly index: number; readonly order: Order }
  /** The process ended here on purpose, waiting for a person. */
  | { readonly kind: 'held'; readonly why: Hold; readonly reason: string }
  /** A process that is not the first: `resume` goes on, `recover` puts right what a killed one left behind. */
  | {
      readonly kind: 'taken-over';
      readonly by: string;
      readonly token: number;
      readonly how: 'resume' | 'recover';
    }
  /** What is left of the last act was held up for so long that it is decided anew. */
  | { readonly kind: 'outdated' }
  | Note
);

/** How a rollout ended, as history keeps it. */
export interface RolloutEnd {
  readonly at: string;
  readonly kind:
    | 'deployed'
    | 'healed'
    | 'restored'
    | 'rolled-back'
    | 'aborted'
    | 'interrupted'
    | 'destroyed'
    | 'stopped';
  /** One sentence. */
  readonly reason?: string;
  readonly requests?: number;
  readonly failures?: number;
}

/** What only a rollout of a cluster has; where it is there, it is one. */
export interface ClusterPart {
  /** What each member was last launched on before: for members of which no instance is left. */
  readonly releaseOf: Readonly<Record<string, ReleaseId>>;
  /** Snapshots to make volumes from, by member and volume. */
  readonly snapshots?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What a person calls these snapshots: `#12`, `2026-11-21T14:00:00Z`, `snap-…`. */
  readonly snapshotSet?: string;
  /** How it ends, in a destroy. */
  readonly end?: {
    readonly snapshots: boolean;
    readonly deleteData: boolean;
    readonly stopDeadline: Duration;
  };
}

/** A rollout with its journal: one document that only grows. */
export interface RolloutRecord {
  readonly number: number;
  /** `heal`: what is down comes up again, on the release that is live; `restore`: the same on data as they were. */
  readonly kind: 'deploy' | 'rollback' | 'heal' | 'restore' | 'destroy';
  readonly strategy?: StrategySettings | OneAtATimeSettings;
  readonly cluster?: ClusterPart;
  /** The release to move to. */
  readonly to?: ReleaseId;
  /** The release that was live. */
  readonly from?: ReleaseId;
  /** The side that the release comes to run on: its own, or the live one where it is rolled in place. */
  readonly toSide?: ReleaseId;
  /** The side that was live. */
  readonly fromSide?: ReleaseId;
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
