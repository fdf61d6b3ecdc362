import { liveRelease, sideOf } from '../model/observed.ts';
import type { Observed } from '../model/observed.ts';
import type { Release, ReleaseId } from '../model/release.ts';
import { releaseNumber } from '../model/release.ts';
import { carryCapacity } from '../strategies/carry-capacity.ts';
import { isReady } from '../strategies/readiness.ts';
import { digestOf } from './digest.ts';
import { optional } from './optional.ts';
import type { DeployOutcome } from './outcome.ts';
import type { RolloutPorts } from './ports.ts';
import { createRelease, readRelease } from './records.ts';
import type { DeployRequest } from './requests.ts';
import { rollOut } from './roll-out.ts';
import { withSession } from './session.ts';
import { urlOf } from './traffic-watch.ts';

/** Rolls a release out and answers how it ended. */
export async function deploy(
  request: DeployRequest,
  ports: RolloutPorts,
  signal: AbortSignal,
): Promise<DeployOutcome> {
  const { project, environment, image, settings, codeTag, force } = request;
  const ref = { project, environment };
  const begun = ports.clock.now();
  return withSession(ref, 'deploy', ports, async (session): Promise<DeployOutcome> => {
    if (signal.aborted) return { kind: 'interrupted', putBack: [] };
    const { observed } = session;
    const live = liveRelease(observed);
    const current = await readRelease(ports.state, ref, live);
    const digest = digestOf(image, settings);
    if (force !== true && current?.digest === digest && isReady(observed, sideOf(observed, live))) {
      return { kind: 'unchanged', release: current, url: urlOf(observed) ?? '' };
    }
    const { user, host } = ports.identity.self;
    const facts: Omit<Release, 'id'> = {
      ...ref,
      image,
      settings,
      digest,
      ...optional({ codeTag }),
      by: `${user}@${host}`,
      createdAt: begun.toISOString(),
    };
    const release = await createRelease(ports.state, facts, lastNumber(observed, session.releases));
    const capacity = carryCapacity(
      settings.size,
      current?.settings.size,
      sideOf(observed, live)?.group?.capacity,
    );
    return rollOut({ kind: 'deploy', ref, release, capacity, begun }, session, ports, signal);
  });
}

/** The highest number ever given, also where the records were lost and the cloud still knows. */
export function lastNumber(observed: Observed, releases: readonly ReleaseId[]): ReleaseId | undefined {
  const known = [...releases, ...observed.sides.map(({ release }) => release)];
  return known.sort((a, b) => releaseNumber(a) - releaseNumber(b)).at(-1);
}
