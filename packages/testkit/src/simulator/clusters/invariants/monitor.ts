import type { ClusterAction, RolloutRecord } from '@imago/engine';
import type { MemoryStateStore } from '../../../memory-state-store.ts';
import { watchRecords } from '../../invariants/record-watch.ts';
import type { RecordWatch } from '../../invariants/record-watch.ts';
import type { ClusterProcess } from '../process.ts';
import type { MemoryOfClusters } from '../views.ts';
import type { ClusterWorld } from '../world.ts';
import { wrongAtClusterEnd } from './ends.ts';
import { harmToCluster } from './harm.ts';
import { MembersWatch } from './watch-members.ts';

/** Watches a cluster and what is written about it, and says which invariants do not hold. */
export interface ClusterMonitor {
  readonly violations: readonly string[];
  readonly records: RecordWatch;
  readonly members: MembersWatch;
  /** The release that is live, by the journals. */
  readonly live: () => string | undefined;
  /** Before each change that a process makes. */
  judge(action: ClusterAction, process: ClusterProcess): void;
  add(violation: string): void;
}

/** From here on every change is checked. `told` hears of each violation when it is found. */
export function watchOverCluster(
  world: ClusterWorld,
  options: {
    readonly store: MemoryStateStore;
    readonly memory: MemoryOfClusters;
    /** What is live to begin with. */
    readonly live: string | undefined;
    /** When anybody last looked. */
    readonly lookedAt: () => number;
    readonly told: (violation: string) => void;
  },
): ClusterMonitor {
  const { store, memory, told } = options;
  const members = new MembersWatch(world);
  const found = new Set<string>();
  let { live } = options;
  const add = (violation: string): void => {
    if (found.has(violation) || found.size > 5) return;
    found.add(violation);
    told(violation);
  };
  const records = watchRecords(store, {
    begun: () => undefined,
    ended(record: RolloutRecord) {
      for (const wrong of wrongAtClusterEnd(record, { world, members, lookedAt: options.lookedAt() }))
        add(wrong);
      if (record.end?.kind === 'deployed' || record.end?.kind === 'restored') live = record.to;
      if (record.end?.kind === 'destroyed') live = undefined;
    },
  });
  world.changed = () => {
    memory.changed();
    members.changed();
  };
  world.broken = add;
  return {
    get violations() {
      return [...found];
    },
    records,
    members,
    live: () => live,
    add,
    judge(action, process) {
      world.settle();
      const harm = harmToCluster(action, { world, records, members, process });
      if (harm !== undefined) add(harm);
    },
  };
}
