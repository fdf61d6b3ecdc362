import { isGone } from '../model/observed.ts';
import { destroyCluster } from './cluster/destroy-cluster.ts';
import { finish } from './finish.ts';
import { beginJournal } from './journal.ts';
import type { DestroyOutcome } from './outcome.ts';
import type { RolloutPorts } from './ports.ts';
import type { DestroyRequest } from './requests.ts';
import { fleetEyes, withSession } from './session.ts';

/** Removes everything of an environment; its records stay, and say so. */
export async function destroy(
  request: DestroyRequest,
  given: RolloutPorts,
  signal: AbortSignal,
): Promise<DestroyOutcome> {
  if (request.kind === 'cluster') return destroyCluster(request, given, signal);
  return withSession(
    request,
    { command: 'destroy', eyes: fleetEyes, abandon: request.abandon === true },
    given,
    async (session, ports): Promise<DestroyOutcome> => {
      const { ref, lock } = session;
      if (isGone(session.observed)) return { kind: 'nothing' };
      if (signal.aborted) return { kind: 'interrupted', putBack: [] };
      const { user, host } = ports.identity.self;
      const record = {
        kind: 'destroy' as const,
        environmentExisted: true,
        before: [],
        startedAt: ports.clock.now().toISOString(),
        by: `${user}@${host}`,
        token: session.lock.token,
        entries: [],
      };
      const journal = await beginJournal(ports.state, ref, record, session.lastRollout);
      ports.emit({ code: 'rollout-started', number: journal.record.number, kind: 'destroy' });
      const { run } = await finish({ environment: ref, ports, lock, journal, release: undefined, signal });
      if (run.stopped !== undefined) {
        return signal.aborted
          ? { kind: 'interrupted', putBack: [] }
          : { kind: 'stopped', reason: run.stopped };
      }
      return { kind: 'destroyed', releases: session.observed.sides.map(({ release }) => release) };
    },
  );
}
