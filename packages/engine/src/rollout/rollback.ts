import type { Capacity } from '../model/fleet.ts';
import { liveSide, releaseOn } from '../model/observed.ts';
import { carryCapacity } from '../strategies/carry-capacity.ts';
import { rollbackCluster } from './cluster/rollback-cluster.ts';
import { fleetOf } from './fleet-of.ts';
import { lastNumber } from './last-number.ts';
import type { RollbackOutcome } from './outcome.ts';
import type { RolloutPorts } from './ports.ts';
import { createRelease, readRelease, readRollouts } from './records.ts';
import { releaseBefore } from './release-before.ts';
import type { RollbackRequest } from './requests.ts';
import { failureOf } from './failure-of.ts';
import { rollOut } from './roll-out.ts';
import { fleetEyes, withSession } from './session.ts';
import { wayBack } from './way-back.ts';

/** Moves back to a release that was live before, by the shortest way there is. */
export async function rollback(
  request: RollbackRequest,
  given: RolloutPorts,
  signal: AbortSignal,
): Promise<RollbackOutcome> {
  if (request.kind === 'cluster') return rollbackCluster(request, given, signal);
  const begun = given.clock.now();
  return withSession(
    request,
    { command: 'rollback', eyes: fleetEyes },
    given,
    async (session, ports): Promise<RollbackOutcome> => {
      if (signal.aborted) return { kind: 'interrupted', putBack: [] };
      const { ref, lock, observed } = session;
      const live = liveSide(observed);
      if (live === undefined) return { kind: 'nowhere', reason: `nothing is deployed to ${ref.environment}` };
      const from = releaseOn(live);
      const rollouts = await readRollouts(ports.state, ref);
      const to = request.to ?? releaseBefore(rollouts, from);
      if (to === undefined) return { kind: 'nowhere', reason: `no release was live before ${from}` };
      if (to === from) return { kind: 'nowhere', reason: `${to} is live already` };
      const [wanted, current] = await Promise.all([
        readRelease(ports.state, ref, to),
        readRelease(ports.state, ref, from),
      ]);
      if (wanted === undefined) return { kind: 'nowhere', reason: `there is no release ${to}` };
      const failure = request.force === true ? undefined : failureOf(rollouts, to);
      if (failure !== undefined) return { kind: 'nowhere', reason: failure, failed: to };

      const way = wayBack(observed, wanted, current, rollouts);
      const { user, host } = ports.identity.self;
      const by = `${user}@${host}`;
      lock.assertHeld();
      const { id: _, ...facts } = wanted;
      const release = way.copy
        ? await createRelease(
            ports.state,
            { ...facts, by, createdAt: begun.toISOString() },
            lastNumber(observed, session.releases),
          )
        : wanted;
      const size = fleetOf(current?.settings ?? wanted.settings).size;
      const capacityFrom = (is: Capacity | undefined): Capacity => carryCapacity(size, size, is);
      const toSide = way.toSide ?? release.id;
      const { strategy } = way;
      return rollOut(
        { kind: 'rollback', release, toSide, strategy, capacityFrom, begun },
        session,
        ports,
        signal,
      );
    },
  );
}
