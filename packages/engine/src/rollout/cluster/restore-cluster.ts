import type { RestoreOutcome } from '../outcome.ts';
import type { RolloutPorts } from '../ports.ts';
import { readRollouts } from '../records.ts';
import type { RestoreRequest } from '../requests.ts';
import { withSession } from '../session.ts';
import { clusterEyes } from './cluster-eyes.ts';
import { restorePlanOf } from './plan-restore.ts';
import { rollCluster } from './roll-cluster.ts';

/** Gives a cluster, or one member of it, the data of snapshots; the volumes that it had are kept. */
export async function restoreCluster(
  request: RestoreRequest,
  given: RolloutPorts,
  signal: AbortSignal,
): Promise<RestoreOutcome> {
  const begun = given.clock.now();
  const seeing = { command: 'restore', eyes: clusterEyes } as const;
  return withSession(request, seeing, given, async (session, ports): Promise<RestoreOutcome> => {
    if (signal.aborted) return { kind: 'interrupted', putBack: [] };
    const { ref, observed } = session;
    const rollouts = await readRollouts(ports.state, ref);
    const plan = await restorePlanOf(request, { observed, rollouts }, ports);
    if (plan.kind === 'nowhere') return plan;
    const { release, live: from, chosen } = plan;
    const { snapshots, set: snapshotSet } = chosen;
    const command = { kind: 'restore', release, from, begun, rollouts, snapshots, snapshotSet } as const;
    return rollCluster(command, session, ports, signal);
  });
}
