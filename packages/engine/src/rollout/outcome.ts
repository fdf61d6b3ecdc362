import type { ProbeTotals } from '../ports/prober.ts';
import type { Because, Hold } from '../model/rollout.ts';
import type { Release, ReleaseId } from '../model/release.ts';

/** Who holds an environment's lock. */
export interface LockHolder {
  readonly user: string;
  readonly host: string;
  readonly pid: number;
  /** What it does, such as `deploy`. */
  readonly command: string;
  /** ISO 8601. */
  readonly since: string;
}

/** Another run holds the lock. */
export interface Locked {
  readonly kind: 'locked';
  readonly by: LockHolder;
}

/** An instance of a side that was given up, and what is known of it. */
export interface FailedInstance {
  readonly id: string;
  readonly health: string;
  readonly reason?: string;
  readonly description?: string;
  /** The last lines of its console. */
  readonly console: readonly string[];
}

/** What is known of what is given up; asked before it is removed. */
export interface PostMortem {
  readonly failedInstances: readonly FailedInstance[];
  /** What Auto Scaling said of launches that failed. */
  readonly launchFailures: readonly string[];
}

/** How a release is reached that is live. */
export interface Arrival {
  /** Empty where there is no load balancer. */
  readonly url: string;
  /** When users came to it. */
  readonly readyAt?: Date;
  readonly previousUntil?: string;
  readonly members?: readonly MemberAddress[];
  /** Ids of volumes that a restore has put others in the place of. */
  readonly replaced?: readonly string[];
}

/** Where a member of a cluster is reached. */
export interface MemberAddress {
  readonly name: string;
  readonly address: string;
  /** What it runs, where it runs. */
  readonly release?: ReleaseId;
}

/** Given up: the side that was to come is gone, the one that was live still is. */
export interface RolledBack extends PostMortem {
  readonly kind: 'rolled-back';
  readonly release: ReleaseId;
  /** The release that is live, if there is any. */
  readonly live?: ReleaseId;
  /** Whether it had given traffic or instances to the new release, and has them back. */
  readonly touched: boolean;
  readonly because: Because;
  /** `because` as one sentence. */
  readonly reason: string;
  /** Of a cluster: some of them were replaced and put back. */
  readonly members?: readonly MemberAddress[];
  readonly traffic?: ProbeTotals;
}

/** Interrupted on purpose; `putBack` says in words what was undone. */
export interface Interrupted {
  readonly kind: 'interrupted';
  readonly putBack: readonly string[];
  readonly traffic?: ProbeTotals;
}

/** A person said so: everything is as it was before. */
export interface Aborted {
  readonly kind: 'aborted';
  readonly number: number;
  /** The release that was not to be. */
  readonly release?: ReleaseId;
  /** The release that is live, if there is any. */
  readonly live?: ReleaseId;
  /** Who and why, as one sentence. */
  readonly reason: string;
  /** What was undone, in words. */
  readonly putBack: readonly string[];
  readonly traffic?: ProbeTotals;
}

/** The rollout stays as it is until a person says how it goes on. */
export interface Waiting {
  readonly kind: 'waiting';
  readonly number: number;
  readonly release?: ReleaseId;
  readonly why: Hold;
  readonly reason: string;
  /** What to say, with the commands to choose from. */
  readonly next: string;
  readonly traffic?: ProbeTotals;
}

/** Auto Scaling goes on with an instance refresh; nobody watches it. */
export interface HandedOver {
  readonly kind: 'handed-over';
  readonly number: number;
  readonly release: ReleaseId;
  /** What to say to see it through. */
  readonly next: string;
}

/** Could neither go on nor go back; what is live is untouched, and the next command picks it up. */
export interface Stopped {
  readonly kind: 'stopped';
  readonly reason: string;
  readonly traffic?: ProbeTotals;
}

/** The release is live. */
export interface Deployed {
  readonly kind: 'deployed';
  readonly release: Release;
  readonly previous?: ReleaseId;
  /** Until when the previous side can be rolled back to by weights alone; ISO 8601. */
  readonly previousUntil?: string;
  /** Empty where there is no load balancer. */
  readonly url: string;
  /** Of a cluster. */
  readonly members?: readonly MemberAddress[];
  /** Milliseconds from the start of the command until all traffic was on the release. */
  readonly shiftedAfterMs: number;
  readonly traffic?: ProbeTotals;
}

/** What was down of a cluster is up again. */
export interface Healed {
  readonly kind: 'healed';
  readonly release: ReleaseId;
  readonly members: readonly MemberAddress[];
}

/** Data of a cluster are those of snapshots again. */
export interface RestoredData {
  readonly kind: 'restored';
  readonly release: ReleaseId;
  readonly members: readonly MemberAddress[];
  /** As a person names the snapshots. */
  readonly set: string;
  /** Volumes that were replaced; they stay. */
  readonly replaced: readonly string[];
}

/** How a rollout comes to an end, or to a stop. */
export type RolloutOutcome =
  | Deployed
  | Healed
  | RestoredData
  | RolledBack
  | Aborted
  | Waiting
  | HandedOver
  | Interrupted
  | Stopped;

/** What is live is what was asked for. */
export interface Unchanged {
  readonly kind: 'unchanged';
  readonly release: Release;
  readonly url: string;
  /** Names of the settings that it took over from the config without anything being replaced. */
  readonly settings?: readonly string[];
}

/** What came of a deploy. */
export type DeployOutcome = RolloutOutcome | Locked | Unchanged;

/** What came of a rollback. */
export type RollbackOutcome =
  | RolloutOutcome
  | Locked
  /** There is no such release, none before the live one, or nothing is deployed. */
  | {
      readonly kind: 'nowhere';
      readonly reason: string;
      /** The release that failed when it was last rolled out; with `force` it is gone to all the same. */
      readonly failed?: ReleaseId;
    };

/** The environment is gone. */
export interface Destroyed {
  readonly kind: 'destroyed';
  readonly releases: readonly ReleaseId[];
  /** Data volumes of a cluster that stay. */
  readonly volumes?: readonly string[];
  /** Those among what stays that restores have put others in the place of. */
  readonly replaced?: readonly string[];
}

/** What came of a destroy. */
export type DestroyOutcome =
  | Destroyed
  | { readonly kind: 'nothing' }
  | Locked
  | Waiting
  | Interrupted
  | Stopped;

/** What came of a pause, promote, resume or abort. */
export type OrderOutcome =
  | RolloutOutcome
  | Destroyed
  | Locked
  /** A process that runs has heard it and obeys. */
  | { readonly kind: 'told'; readonly number: number; readonly by: LockHolder }
  /** There is no rollout under way that could obey. */
  | { readonly kind: 'no-rollout'; readonly reason: string };

/** There is nothing to do it with. */
export type Nowhere = Extract<RollbackOutcome, { kind: 'nowhere' }>;

/** What came of a heal. */
export type HealOutcome = RolloutOutcome | Locked | Nowhere;

/** What came of a restore. */
export type RestoreOutcome = RolloutOutcome | Locked | Nowhere;
