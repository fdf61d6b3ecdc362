import type { EnvironmentRef } from '../model/environment.ts';
import { liveRelease, sideOf } from '../model/observed.ts';
import { releaseNumber } from '../model/release.ts';
import type { ReleaseId } from '../model/release.ts';
import type { StateStore } from '../ports/state-store.ts';
import { carryCapacity } from '../strategies/carry-capacity.ts';
import type { RollbackOutcome } from './outcome.ts';
import type { RolloutPorts } from './ports.ts';
import { readRelease, readRollouts } from './records.ts';
import type { RollbackRequest } from './requests.ts';
import { rollOut } from './roll-out.ts';
import { withSession } from './session.ts';

/** Moves back to a release that was live before: by weights while its side stands, with a new group afterwards. */
export async function rollback(
  request: RollbackRequest,
  ports: RolloutPorts,
  signal: AbortSignal,
): Promise<RollbackOutcome> {
  const ref = { project: request.project, environment: request.environment };
  const begun = ports.clock.now();
  return withSession(ref, 'rollback', ports, async (session): Promise<RollbackOutcome> => {
    if (signal.aborted) return { kind: 'interrupted', putBack: [] };
    const { observed } = session;
    const live = liveRelease(observed);
    if (live === undefined) return { kind: 'nowhere', reason: `nothing is deployed to ${ref.environment}` };
    const to = request.to ?? (await releaseBefore(ports.state, ref, live));
    if (to === undefined) return { kind: 'nowhere', reason: `no release was live before ${live}` };
    if (to === live) return { kind: 'nowhere', reason: `${to} is live already` };
    const [release, current] = await Promise.all([
      readRelease(ports.state, ref, to),
      readRelease(ports.state, ref, live),
    ]);
    if (release === undefined) return { kind: 'nowhere', reason: `there is no release ${to}` };
    const wanted = current?.settings.size ?? release.settings.size;
    const capacity = carryCapacity(wanted, wanted, sideOf(observed, live)?.group?.capacity);
    return rollOut({ kind: 'rollback', ref, release, capacity, begun }, session, ports, signal);
  });
}

/** The release that the live one replaced when it was deployed; else the newest before it that was ever live. */
async function releaseBefore(
  state: StateStore,
  ref: EnvironmentRef,
  live: ReleaseId,
): Promise<ReleaseId | undefined> {
  const rollouts = await readRollouts(state, ref);
  const deploy = rollouts.find(
    ({ kind, to, end }) => kind === 'deploy' && to === live && end?.kind === 'deployed',
  );
  if (deploy?.from !== undefined) return deploy.from;
  const succeeded = rollouts.flatMap(({ end, to }) =>
    end?.kind === 'deployed' && to !== undefined ? [to] : [],
  );
  return succeeded
    .filter((id) => releaseNumber(id) < releaseNumber(live))
    .sort((a, b) => releaseNumber(b) - releaseNumber(a))[0];
}
