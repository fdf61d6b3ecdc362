import type { MemberHealth } from '../model/cluster-health.ts';
import type { Capacity } from '../model/fleet.ts';
import type { Observed } from '../model/observed.ts';
import type { Release, ReleaseId } from '../model/release.ts';
import type { JournalEntry, RolloutRecord } from '../model/rollout.ts';
import type { LockHolder } from './outcome.ts';

/** A gate or hook of a rollout that is under way, as its journal has it. */
export interface GateProgress {
  /** Where in the rollout it is asked. */
  readonly stage: string;
  readonly name: string;
  readonly state: 'open' | 'passed' | 'failed' | 'overridden';
  readonly detail: string;
}

/** How far a rollout is. */
export interface RolloutProgress {
  readonly stepsDone: number;
  /** What each step of a canary, or checkpoint of a rolling rollout, is. */
  readonly steps: readonly string[];
  readonly gates: readonly GateProgress[];
  /** The last line of the journal in words. */
  readonly last?: string;
}

/** A rollout that has not ended. */
export interface Unfinished {
  readonly rollout: RolloutRecord;
  /** `held`: it waits for a person; `killed`: the next deploy, rollback or destroy puts it right. */
  readonly state: 'running' | 'held' | 'killed';
  /** Whose process runs it. */
  readonly running?: LockHolder;
  readonly progress: RolloutProgress;
  /** One sentence: what was found, and what to do about it. */
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
  /** Of a fleet. */
  readonly capacity?: Capacity;
  /** How many there are of a cluster. */
  readonly members?: number;
  readonly steps: readonly PlanStep[];
  /** Where nothing is to be replaced: names of the settings that the live release would take over. */
  readonly settings?: readonly string[];
  readonly unfinished?: Unfinished;
  /** Why the deploy would be refused, and what to do first. */
  readonly refusal?: string;
}

/** A release as it runs. */
export interface SideReport {
  /** The release that runs on it. */
  readonly release: Release | undefined;
  /** The side's name. */
  readonly id: ReleaseId;
  /** What its group launches: another release than its name where it was rolled in place. */
  readonly launches: ReleaseId;
  readonly weight: number;
  readonly healthy: number;
  readonly capacity?: Capacity;
  /** When AWS takes it to zero; ISO 8601. */
  readonly retireAt?: string;
}

/** What runs now. */
export interface StatusReport {
  /** What most users' requests get; while a group is rolled from one release to another, the one before. */
  readonly live?: ReleaseId;
  readonly url?: string;
  readonly sides: readonly SideReport[];
  readonly observed: Observed;
  readonly lockedBy?: LockHolder;
  readonly unfinished?: Unfinished;
}

/** A member of a cluster. */
export interface MemberReport {
  readonly name: string;
  readonly address?: string;
  readonly zone?: string;
  readonly instances: readonly {
    readonly id: string;
    readonly state: string;
    readonly release?: ReleaseId;
  }[];
  readonly volumes: readonly { readonly name: string; readonly id: string; readonly state: string }[];
  /** Undefined where the cluster said nothing of it. */
  readonly health?: MemberHealth;
}

/** What runs now of a cluster. */
export interface ClusterStatusReport {
  readonly kind: 'cluster';
  readonly live?: ReleaseId;
  readonly members: readonly MemberReport[];
  /** By the cluster's own word; undefined where it said nothing. */
  readonly quorum?: boolean;
  readonly leader?: string;
  readonly alarms?: readonly string[];
  readonly snapshots: number;
  /** What a restore may be of, newest first: `#12`, `2026-11-21T14:00:00Z`. */
  readonly snapshotSets: readonly string[];
  /** Ids of volumes that restores have put others in the place of. */
  readonly replaced: readonly string[];
  /** The last rollout, where it ended half way. */
  readonly stopped?: { readonly number: number; readonly reason: string };
  readonly lockedBy?: LockHolder;
  readonly unfinished?: Unfinished;
}

/** One thing that happened in a rollout. */
export interface HistoryStep {
  readonly at: string;
  /** One sentence, with who where it was a person. */
  readonly what: string;
  readonly kind: JournalEntry['kind'];
  /** Milliseconds that it took: a step or check until it was over, anything else until the next one or the end. */
  readonly ms?: number;
}

/** A rollout with what happened in it, in order. */
export interface RolloutHistory extends RolloutRecord {
  readonly steps: readonly HistoryStep[];
  /** Gates that a person let pass, and why. */
  readonly overridden: readonly { readonly gate: string; readonly reason: string; readonly by: string }[];
}

/** All releases and rollouts, newest first. */
export interface HistoryReport {
  readonly releases: readonly Release[];
  readonly rollouts: readonly RolloutHistory[];
}
