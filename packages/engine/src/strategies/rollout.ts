import type { Check, CheckEnd, CheckState } from '../model/check.ts';
import type { Capacity, StrategySettings } from '../model/fleet.ts';
import type { ReleaseId } from '../model/release.ts';
import type { Because, SideBefore } from '../model/rollout.ts';
import type { SideTraffic, Traffic } from '../model/traffic.ts';

/** What people have told the rollout, as its journal has it. */
export interface Told {
  /** A pause that nobody has ended. */
  readonly paused: boolean;
  /** `promote` since the last step, approval or hold was passed. */
  readonly promoted: boolean;
  /** `promote --full`. */
  readonly promotedFully: boolean;
  readonly aborted?: { readonly by: string; readonly reason?: string };
  /** Reasons by the name of the gate that is to pass. */
  readonly overrides: Readonly<Record<string, string>>;
}

/** An instance that the rollout has ended, as its journal has it. */
export interface Ended {
  readonly at: Date;
  /** Its group was made one smaller for it. */
  readonly shrink: boolean;
  /** Auto Scaling may have ended it before us, or the process died, or gave up, before it came to it. */
  readonly uncertain: boolean;
}

/** Sizes that the rollout has set, as its journal has it. */
export interface Resized {
  readonly at: Date;
  readonly capacity: Capacity;
  readonly atRest: Capacity;
  /** It was set on the way back. */
  readonly back: boolean;
  /** The process may have died, or given up, before it came to it. */
  readonly uncertain: boolean;
  /** What was set before, where this may never have been. */
  readonly before?: Resized;
}

/** What was ordered between two sides, as the journal has it: what a look that may be old is held against. */
export interface Ordered {
  /** The new side's share of the traffic. */
  readonly share?: {
    readonly weight: number;
    readonly at: Date;
    /** The process died, or gave up, before it may have come to it. */
    readonly uncertain?: boolean;
  };
  /** Sides that were to answer test traffic. */
  readonly testTraffic: readonly ReleaseId[];
  /** Since when the sides that are left behind are ordered to go. Nothing goes back from there. */
  readonly retiringSince?: Date;
  /** Since when the new side is ordered to go. */
  readonly removingSince?: Date;
}

/** A rollout as a strategy sees it: its order, and what its journal and the watching so far tell. */
export interface Rollout {
  readonly kind: 'deploy' | 'rollback';
  readonly strategy: StrategySettings;
  readonly to: ReleaseId;
  readonly from?: ReleaseId;
  /** The side that `to` comes to run on. */
  readonly toSide: ReleaseId;
  /** The side that was live. */
  readonly fromSide?: ReleaseId;
  /** Gates and hooks; gates are not asked in a rollback. */
  readonly checks: readonly Check[];
  readonly environmentExisted: boolean;
  readonly before: readonly SideBefore[];
  /** Sizes that the new side starts with. */
  readonly capacity: Capacity;
  readonly probed: boolean;
  readonly startedAt: Date;
  /** When the new side was first ordered. */
  readonly preparedAt?: Date;
  /** When traffic was last moved to the new side. */
  readonly shiftedAt?: Date;
  readonly turnedBack?: Because;
  readonly ordered: Ordered;
  /** Instances that were ended, by id; written down before it was done. */
  readonly ended: Readonly<Record<string, Ended>>;
  /** Sizes last set, on the side that is rolled. */
  readonly resized?: Resized;
  /** What the group of the side that is rolled was last told to launch. */
  readonly template?: ReleaseId;
  /** What was last suspended on the side that is rolled, and nothing else. */
  readonly suspended?: readonly string[];
  /** When the last act was over, as far as is known: until a while after, what is seen may be from before it. */
  readonly actedAt?: Date;
  /** Since when the load balancer takes requests. */
  readonly balancerActiveSince?: Date;
  /** Since when, without a break, every instance of the new side is healthy. */
  readonly healthySince?: Date;
  /** Since when, without a break, an instance is healthy; by its id. */
  readonly healthySinceOf: Readonly<Record<string, Date>>;
  /** When an instance was last seen healthy; by its id. */
  readonly seenHealthyOf: Readonly<Record<string, Date>>;
  /** When the process that watches first looked; what was sampled before is lost. */
  readonly watchedSince?: Date;
  /** When something last moved on: an instance became healthy, something was written in the journal. */
  readonly progressAt: Date;
  readonly traffic: Traffic;
  /** What of it was seen before any instance of the new release was in service, where we have seen that time. */
  readonly trafficBefore?: Traffic;
  /** Test requests by the side that they named. */
  readonly testTraffic: Readonly<Record<string, SideTraffic>>;
  /** Checks that are carried on, by key. */
  readonly checkStates: Readonly<Record<string, CheckState>>;
  /** Checks that have ended, by key. */
  readonly checkEnds: Readonly<Record<string, CheckEnd>>;
  /** Steps that are behind us. */
  readonly stepsDone: number;
  /** When the last step was passed. */
  readonly lastStepAt?: Date;
  readonly told: Told;
  /** The user asked to stop. */
  readonly interrupted: boolean;
  /** A command other than `resume` found it left behind: before the shift it is put back, after it finished. */
  readonly recovering: boolean;
}

/** The side as it was before the rollout, if it existed. */
export const sideBefore = (rollout: Rollout, release: ReleaseId | undefined): SideBefore | undefined =>
  rollout.before.find((side) => side.release === release);
