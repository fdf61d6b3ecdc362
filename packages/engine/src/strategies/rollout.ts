import type { Capacity, StrategySettings } from '../model/fleet.ts';
import type { ReleaseId } from '../model/release.ts';
import type { Because, SideBefore } from '../model/rollout.ts';
import type { Traffic } from '../model/traffic.ts';

/** A rollout as a strategy sees it: its order, and what its journal and the watching so far tell. */
export interface Rollout {
  readonly kind: 'deploy' | 'rollback';
  readonly strategy: StrategySettings;
  readonly to: ReleaseId;
  readonly from?: ReleaseId;
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
  /** Since when the load balancer takes requests. */
  readonly balancerActiveSince?: Date;
  /** Since when, without a break, every instance of the new side is healthy. */
  readonly healthySince?: Date;
  readonly traffic: Traffic;
  /** The user asked to stop. */
  readonly interrupted: boolean;
  /** This run took over from one that was killed. */
  readonly takenOver: boolean;
}

/** The side as it was before the rollout, if it existed. */
export const sideBefore = (rollout: Rollout, release: ReleaseId | undefined): SideBefore | undefined =>
  rollout.before.find((side) => side.release === release);
