import type { ClusterGate } from '../model/cluster.ts';
import type { ClusterHealth } from '../model/cluster-health.ts';
import type { SshAccess } from '../model/fleet.ts';

/** Where a member is asked. */
export interface AskedMember {
  readonly name: string;
  readonly address: string;
}

/** Asks a cluster about itself, once: what is found is a value, also where nobody answered. */
export interface ClusterSampler {
  sample(
    gate: ClusterGate,
    members: readonly AskedMember[],
    ssh: SshAccess | undefined,
    signal: AbortSignal,
  ): Promise<ClusterHealth>;
}
