import type { Check, CheckEnd, CheckState } from '../../model/check.ts';
import type { ClusterAction } from '../../model/cluster-action.ts';
import type { ClusterHealth } from '../../model/cluster-health.ts';
import type { ClusterSettings } from '../../model/cluster.ts';
import type { ReleaseId } from '../../model/release.ts';
import type { Because } from '../../model/rollout.ts';
import type { Told } from '../rollout.ts';

/** Something that was ordered, as the journal has it: written down before it was done. */
export interface ClusterAct {
  readonly at: Date;
  readonly action: ClusterAction;
}

/** What a rollout of a cluster is for. */
export interface ClusterOrder {
  /** `heal`: every member stays on the release that it runs. */
  readonly kind: 'deploy' | 'rollback' | 'heal' | 'restore';
  /** Unique in the environment; part of the names of launches and of snapshots. */
  readonly number: number;
  /** In a `heal`: the release that is live. */
  readonly to: ReleaseId;
  readonly settings: ClusterSettings;
  /** What was live; undefined where nothing ever was, and in a `heal`. */
  readonly from?: ReleaseId;
  readonly fromSettings?: ClusterSettings;
  /** What each member was last launched on, as earlier journals have it: for members of which no instance is left. */
  readonly releaseOf: Readonly<Record<string, ReleaseId>>;
  /** The snapshots that a `restore`, or a deploy that founds a copy, makes volumes from: ids by member and volume. */
  readonly snapshots?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Gates, hooks and tests; a test is a hook of the point `after-shift`. Gates are not asked in a rollback. */
  readonly checks: readonly Check[];
  readonly startedAt: Date;
}

/** What a journal tells of how far its rollout is: only what the cloud cannot show. */
export interface ClusterFolded {
  /** In order, with those that were ordered more than once. */
  readonly acts: readonly ClusterAct[];
  /** When the last act was over, as far as is known. */
  readonly actedAt?: Date;
  /** When another process last went on with it: what was ordered just before may not have been done. */
  readonly takenOverAt?: Date;
  /** When what was ordered just before was last not done, because it rested on too old a look. */
  readonly outdatedAt?: Date;
  readonly turnedBack?: Because;
  readonly turnedBackAt?: Date;
  readonly checkEnds: Readonly<Record<string, CheckEnd>>;
  /** When the last of them ended: a command of the user's may have changed who leads. */
  readonly checkedAt?: Date;
  /** So many members on the new release have been passed. */
  readonly stepsDone: number;
  readonly lastStepAt?: Date;
  readonly told: Told;
  /** A command other than `resume` found it left behind: the member in work is completed, and that is all. */
  readonly recovering: boolean;
}

/** What the loop has seen with its own eyes; lost with the process, and begun anew by the next. */
export interface ClusterSeen {
  /** The last sample of the cluster's own word, however old. */
  readonly health?: ClusterHealth;
  /** Since when, without a break, the member on this instance is up; by the instance's id. */
  readonly healthySinceOf: Readonly<Record<string, Date>>;
  /** When it was last seen up. */
  readonly seenHealthyOf: Readonly<Record<string, Date>>;
  /** Since when, without a break, it runs and is not up. */
  readonly ailingSinceOf: Readonly<Record<string, Date>>;
  /** Checks that are carried on, by key. */
  readonly checkStates: Readonly<Record<string, CheckState>>;
}

/** A rollout of a cluster as its strategy sees it. */
export interface ClusterRollout extends ClusterOrder, ClusterFolded, ClusterSeen {
  /** When something last moved on: an instance was up for the first time, something was written in the journal. */
  readonly progressAt: Date;
  /** The user asked to stop. */
  readonly interrupted: boolean;
}
