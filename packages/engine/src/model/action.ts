import type { Capacity } from './fleet.ts';
import type { Weights } from './observed.ts';
import type { ReleaseId } from './release.ts';

/** What an Instance Refresh is started with; the names are AWS's. */
export interface RefreshPreferences {
  readonly minHealthyPercentage: number;
  readonly maxHealthyPercentage: number;
  /** Seconds. */
  readonly instanceWarmup: number;
  readonly checkpointPercentages: readonly number[];
  /** Seconds. */
  readonly checkpointDelay: number;
  readonly skipMatching: boolean;
  readonly standbyInstances: 'terminate' | 'ignore' | 'wait';
  readonly scaleInProtectedInstances: 'refresh' | 'ignore' | 'wait';
  /** Seconds. */
  readonly bakeTime: number;
}

/** One step in the cloud, as a value: it is written to the journal, then performed. Performing it twice does no harm. */
export type Action =
  /** Security groups and load balancer. */
  | { readonly kind: 'prepare-environment' }
  /** Launch template, target group (added to the listener, where all others stay as they are) and group of a release. */
  | {
      readonly kind: 'prepare-side';
      readonly release: ReleaseId;
      readonly capacity: Capacity;
      /** For the first of all: where another has traffic, it gets none. */
      readonly weight: number;
      readonly suspendedProcesses: readonly string[];
    }
  | { readonly kind: 'set-weights'; readonly weights: Weights }
  | {
      readonly kind: 'set-capacity';
      readonly release: ReleaseId;
      readonly capacity: Capacity;
      /** The sizes without what is only there while instances are replaced; noted here for whoever ends it. */
      readonly atRest?: Capacity;
    }
  /** Leaves it with AWS to take the side to zero. */
  | { readonly kind: 'schedule-retirement'; readonly release: ReleaseId; readonly at: string }
  | { readonly kind: 'cancel-retirement'; readonly release: ReleaseId }
  /** Exactly these processes are suspended afterwards. */
  | { readonly kind: 'set-suspended'; readonly release: ReleaseId; readonly processes: readonly string[] }
  /** Launch template of a release, without a group. */
  | { readonly kind: 'prepare-template'; readonly release: ReleaseId }
  /** From now on the side's group starts instances of that release. */
  | { readonly kind: 'set-template'; readonly release: ReleaseId; readonly template: ReleaseId }
  /** Ends instances of a side's group after draining; with `shrink` it is one smaller for each, else they are replaced. */
  | {
      readonly kind: 'terminate';
      readonly release: ReleaseId;
      readonly instances: readonly string[];
      readonly shrink: boolean;
      /** They fail their health checks: where Auto Scaling ends them first, the group does not become smaller. */
      readonly failing?: boolean;
    }
  /** Exactly these sides answer requests that name them in the header `x-imago-release`. */
  | { readonly kind: 'set-test-traffic'; readonly releases: readonly ReleaseId[] }
  | {
      readonly kind: 'start-refresh';
      readonly release: ReleaseId;
      readonly template: ReleaseId;
      readonly preferences: RefreshPreferences;
    }
  | { readonly kind: 'cancel-refresh'; readonly release: ReleaseId }
  /** Out of the listener, then group, target group and launch template; as far as AWS lets it at the moment. */
  | { readonly kind: 'remove-side'; readonly release: ReleaseId }
  /** Listener, load balancer and security groups; as far as AWS lets it at the moment. */
  | { readonly kind: 'remove-environment' };
