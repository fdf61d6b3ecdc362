import type { HealOutcome } from '../outcome.ts';
import type { RolloutPorts } from '../ports.ts';
import { readRelease, readRollouts } from '../records.ts';
import type { ChangeRequest } from '../requests.ts';
import { withSession } from '../session.ts';
import { clusterEyes } from './cluster-eyes.ts';
import { liveIn } from './live-release.ts';
import { rollCluster } from './roll-cluster.ts';

/** Brings members that are down up again, on their interfaces and volumes and the release that they ran. */
export async function healCluster(
  request: ChangeRequest,
  given: RolloutPorts,
  signal: AbortSignal,
): Promise<HealOutcome> {
  const begun = given.clock.now();
  const seeing = { command: 'heal', eyes: clusterEyes } as const;
  return withSession(request, seeing, given, async (session, ports): Promise<HealOutcome> => {
    if (signal.aborted) return { kind: 'interrupted', putBack: [] };
    const { ref } = session;
    const rollouts = await readRollouts(ports.state, ref);
    const release = await readRelease(ports.state, ref, liveIn(rollouts));
    if (release === undefined) {
      return { kind: 'nowhere', reason: `nothing is deployed to ${ref.environment} that could be healed` };
    }
    const command = { kind: 'heal', release, from: undefined, begun, rollouts } as const;
    return rollCluster(command, session, ports, signal);
  });
}
