import { ImagoError } from '../errors/imago-error.ts';
import type { Capacity } from '../model/fleet.ts';
import { liveSide, releaseOn } from '../model/observed.ts';
import type { EnvironmentSettings, Release } from '../model/release.ts';
import type { EnvironmentRef } from '../model/environment.ts';
import { liveIn } from '../rollout/cluster/live-release.ts';
import { findUnfinished } from '../rollout/find-unfinished.ts';
import type { RolloutPorts } from '../rollout/ports.ts';
import { readRelease, readRollouts } from '../rollout/records.ts';

/** What is live in an environment: a release as it was recorded, and the size that a fleet has now. */
export interface Live {
  readonly release: Release;
  readonly capacity?: Capacity;
}

/** Reads what is live; undefined where nothing is. */
async function readLive(
  ref: EnvironmentRef,
  kind: EnvironmentSettings['kind'],
  ports: RolloutPorts,
): Promise<Live | undefined> {
  if (kind === 'cluster') {
    const release = await readRelease(ports.state, ref, liveIn(await readRollouts(ports.state, ref)));
    return release === undefined ? undefined : { release };
  }
  const side = liveSide(await ports.cloud.observe(ref));
  const release = await readRelease(ports.state, ref, side && releaseOn(side));
  if (release === undefined) return undefined;
  const capacity = side?.group?.capacity;
  return capacity === undefined ? { release } : { release, capacity };
}

/** The same for the rehearsal of an upgrade: refuses where there is nothing to upgrade, or no one release. */
export async function requireLive(
  ref: EnvironmentRef,
  kind: EnvironmentSettings['kind'],
  ports: RolloutPorts,
): Promise<Live> {
  const unfinished = await findUnfinished(ref, ports);
  if (unfinished !== undefined) {
    throw new ImagoError({
      code: 'rollout-unfinished',
      source: 'user',
      message: `${ref.environment} is between two releases: ${unfinished.summary}`,
    });
  }
  const live = await readLive(ref, kind, ports);
  if (live?.release.settings.kind === kind) return live;
  throw new ImagoError({
    code: 'nothing-live',
    source: 'user',
    message: `no ${kind} is deployed to ${ref.environment} whose upgrade could be rehearsed`,
    fix: `run \`imago rehearse ${ref.environment} --create\``,
  });
}
