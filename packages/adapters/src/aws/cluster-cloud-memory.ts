import type { ObservedCluster } from '@imago/engine';

/** What only rollouts and people change. */
export type ClusterPart = 'securityGroup' | 'loadBalancer' | 'templates' | 'snapshots';

/** What one process has changed of a cluster since it looked. */
export interface ClusterMemory {
  now(): Date;
  /** A call is about to change these: what is known of them does not hold any more. */
  change(...parts: readonly ClusterPart[]): void;
  /** What was changed since the last look, and for a while before: what is read may be seconds behind. */
  takeChanges(): Set<ClusterPart>;
  looked(look: ObservedCluster): void;
  /** Whether a look is the last one, so that the next can be built on it. */
  builds(previous: ObservedCluster | undefined): previous is ObservedCluster;
}

/** AWS answers from copies that are up to 5 s behind. */
const settledAfter = 6000;

/** Makes an empty memory. */
export function createClusterMemory(now: () => Date): ClusterMemory {
  let last: ObservedCluster | undefined;
  const changedAt = new Map<ClusterPart, number>();
  return {
    now,
    change(...parts) {
      for (const part of parts) changedAt.set(part, now().getTime());
    },
    takeChanges() {
      const parts = new Set(changedAt.keys());
      for (const [part, at] of changedAt) if (now().getTime() - at > settledAfter) changedAt.delete(part);
      return parts;
    },
    looked(look) {
      last = look;
    },
    builds: (previous): previous is ObservedCluster => previous !== undefined && previous === last,
  };
}
