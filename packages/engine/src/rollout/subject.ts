import type { CheckRequest } from '../model/check.ts';
import type { EnvironmentRef } from '../model/environment.ts';
import type { ObservedCluster } from '../model/observed-cluster.ts';
import type { Observed } from '../model/observed.ts';
import type { Release } from '../model/release.ts';
import type { Because, RolloutAction } from '../model/rollout.ts';
import type { ProbeTotals } from '../ports/prober.ts';
import type { Decision } from '../strategies/decision.ts';
import type { Refusal } from './act.ts';
import type { Journal } from './journal.ts';
import type { Lock } from './lock.ts';
import type { Arrival, PostMortem } from './outcome.ts';
import type { RolloutPorts } from './ports.ts';

/** What a look at the cloud has shown: a fleet, or a cluster. */
export type Seen = Observed | ObservedCluster;

/** Whether it is a cluster. */
export const isCluster = (seen: Seen): seen is ObservedCluster => 'members' in seen;

/**
 * What the loop runs: a fleet, or a cluster. It looks, asks the strategy and acts, and keeps what this process has seen
 * with its own eyes; lock, journal, orders and the end of a rollout are the loop's.
 */
export interface Subject {
  /** Looks at the cloud. */
  observe(): Promise<Seen>;
  /** Takes in the last look and what went on beside it, tells of it, and asks the strategy. */
  decide(circumstances: { readonly interrupted: boolean; readonly now: Date }): Decision<RolloutAction>;
  perform(action: RolloutAction): Promise<void>;
  /** Whether an action rests on what has gone on without us since that look. */
  isOutdated(action: RolloutAction, decidedAt: Date, now: Date): boolean;
  /** These were performed, or tried. */
  acted(actions: readonly RolloutAction[], at: Date): void;
  /** A wait is meant, and is no lack of progress. */
  meant(at: Date): void;
  /** Carries on these checks and no others. */
  ask(checks: readonly CheckRequest[]): void;
  /** With what sentence a rollout stops where the cloud refuses something; undefined: it can go back. */
  stopsAt(refusal: Refusal): string | undefined;
  /** Asks the machines that are given up what they know of it. */
  examine(because: Because): Promise<PostMortem | undefined>;
  /** How the release is reached, once it is live. */
  arrival(): Arrival;
  /** Of users' requests, where they are sampled. */
  totals(): ProbeTotals | undefined;
  stop(): Promise<void>;
}

/** What a subject is made for. */
export interface SubjectOrder {
  readonly environment: EnvironmentRef;
  readonly ports: RolloutPorts;
  readonly journal: Journal;
  readonly lock: Pick<Lock, 'assertHeld'>;
  /** The release to move to, where there is one. */
  readonly release: Release | undefined;
  /** The look with which the command began. */
  readonly observed?: Seen;
}
