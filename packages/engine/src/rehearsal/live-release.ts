import { ImagoError } from '../errors/imago-error.ts';
import type { Capacity } from '../model/fleet.ts';
import { liveSide, releaseOn } from '../model/observed.ts';
import type { EnvironmentSettings, Release } from '../model/release.ts';
import type { EnvironmentRef } from '../model/environment.ts';
import { checkSameMembers } from '../rollout/cluster/check-members.ts';
import { clusterOf } from '../rollout/cluster/cluster-of.ts';
import { liveIn } from '../rollout/cluster/live-release.ts';
import { findUnfinished } from '../rollout/find-unfinished.ts';
import { fleetOf } from '../rollout/fleet-of.ts';
import { checkInPlace } from '../rollout/in-place.ts';
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

/** The same for the rehearsal of an upgrade: refuses where there is nothing to upgrade, no one release, or no way from it. */
export async function requireLive(
  ref: EnvironmentRef,
  wanted: EnvironmentSettings,
  ports: RolloutPorts,
): Promise<Live> {
  const { kind } = wanted;
  const unfinished = await findUnfinished(ref, ports);
  if (unfinished !== undefined) {
    throw new ImagoError({
      code: 'rollout-unfinished',
      source: 'user',
      message: `${ref.environment} is between two releases: ${unfinished.summary}`,
    });
  }
  const live = await readLive(ref, kind, ports);
  if (live?.release.settings.kind === kind) {
    checkUpgrade(ref, wanted, live.release.settings);
    return live;
  }
  throw new ImagoError({
    code: 'nothing-live',
    source: 'user',
    message: `no ${kind} is deployed to ${ref.environment} whose upgrade could be rehearsed`,
    fix: `run \`imago rehearse ${ref.environment} --create\``,
  });
}

/** Refuses what a deploy would refuse, before anything is made. */
function checkUpgrade(
  { environment }: EnvironmentRef,
  wanted: EnvironmentSettings,
  live: EnvironmentSettings,
): void {
  if (wanted.kind === 'cluster') checkSameMembers(wanted, clusterOf(live), environment);
  else if (wanted.strategy.kind === 'rolling') checkInPlace(wanted, fleetOf(live));
}
