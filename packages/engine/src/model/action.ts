import type { Capacity } from './fleet.ts';
import type { Weights } from './observed.ts';
import type { ReleaseId } from './release.ts';

/** One step in the cloud, as a value: it is written to the journal, then performed. Performing it twice does no harm. */
export type Action =
  /** Security groups and load balancer. */
  | { readonly kind: 'prepare-environment' }
  /** Launch template, target group (in the listener with the weights given) and group of a release. */
  | {
      readonly kind: 'prepare-side';
      readonly release: ReleaseId;
      readonly capacity: Capacity;
      readonly weights: Weights;
      readonly suspendedProcesses: readonly string[];
    }
  | { readonly kind: 'set-weights'; readonly weights: Weights }
  | { readonly kind: 'set-capacity'; readonly release: ReleaseId; readonly capacity: Capacity }
  /** Leaves it with AWS to take the side to zero. */
  | { readonly kind: 'schedule-retirement'; readonly release: ReleaseId; readonly at: string }
  | { readonly kind: 'cancel-retirement'; readonly release: ReleaseId }
  /** Exactly these processes are suspended afterwards. */
  | { readonly kind: 'set-suspended'; readonly release: ReleaseId; readonly processes: readonly string[] }
  /** Out of the listener, then group, target group and launch template; as far as AWS lets it at the moment. */
  | { readonly kind: 'remove-side'; readonly release: ReleaseId }
  /** Listener, load balancer and security groups; as far as AWS lets it at the moment. */
  | { readonly kind: 'remove-environment' };
