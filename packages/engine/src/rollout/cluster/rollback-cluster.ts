import { sentenceOfDowngrade } from '../../strategies/cluster/prepare-cluster.ts';
import { failureOf } from '../failure-of.ts';
import type { RollbackOutcome } from '../outcome.ts';
import type { RolloutPorts } from '../ports.ts';
import { readRelease, readRollouts } from '../records.ts';
import { releaseBefore } from '../release-before.ts';
import type { RollbackRequest } from '../requests.ts';
import { withSession } from '../session.ts';
import { clusterEyes } from './cluster-eyes.ts';
import { clusterOf } from './cluster-of.ts';
import { liveIn } from './live-release.ts';
import { allRun } from './releases-on.ts';
import { rollCluster } from './roll-cluster.ts';

/** Takes a cluster back to a release that was live before; whether its data allows that is the strategy's to say. */
export async function rollbackCluster(
  request: RollbackRequest,
  given: RolloutPorts,
  signal: AbortSignal,
): Promise<RollbackOutcome> {
  const begun = given.clock.now();
  const seeing = { command: 'rollback', eyes: clusterEyes } as const;
  return withSession(request, seeing, given, async (session, ports): Promise<RollbackOutcome> => {
    if (signal.aborted) return { kind: 'interrupted', putBack: [] };
    const { ref } = session;
    const rollouts = await readRollouts(ports.state, ref);
    const from = liveIn(rollouts);
    if (from === undefined) return { kind: 'nowhere', reason: `nothing is deployed to ${ref.environment}` };
    const to = request.to ?? releaseBefore(rollouts, from);
    if (to === undefined) return { kind: 'nowhere', reason: `no release was live before ${from}` };
    if (to === from) return { kind: 'nowhere', reason: `${to} is live already` };
    const release = await readRelease(ports.state, ref, to);
    if (release === undefined) return { kind: 'nowhere', reason: `there is no release ${to}` };
    const failure = request.force === true ? undefined : failureOf(rollouts, to);
    if (failure !== undefined) return { kind: 'nowhere', reason: failure, failed: to };
    const current = await readRelease(ports.state, ref, from);
    const settings = current && clusterOf(current.settings);
    const names = settings?.members.map(({ name }) => name) ?? [];
    if (settings?.downgrade === 'refused' && !allRun(session.observed, names, to)) {
      return { kind: 'nowhere', reason: sentenceOfDowngrade(ref.environment, from, to) };
    }
    return rollCluster({ kind: 'rollback', release, from, begun, rollouts }, session, ports, signal);
  });
}
