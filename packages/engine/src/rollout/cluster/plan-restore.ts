import { ImagoError } from '../../errors/imago-error.ts';
import type { ClusterSettings } from '../../model/cluster.ts';
import type { ObservedCluster } from '../../model/observed-cluster.ts';
import type { Release, ReleaseId } from '../../model/release.ts';
import type { RolloutRecord } from '../../model/rollout.ts';
import type { Nowhere } from '../outcome.ts';
import type { RolloutPorts } from '../ports.ts';
import { readRelease, readRollouts } from '../records.ts';
import type { RestoreRequest } from '../requests.ts';
import { checkSameMembers } from './check-members.ts';
import { chooseSnapshots } from './choose-snapshots.ts';
import type { ChosenSnapshots } from './choose-snapshots.ts';
import { clusterOf } from './cluster-of.ts';
import { liveIn } from './live-release.ts';

/** What a restore would do. */
export interface RestorePlan {
  readonly kind: 'restore';
  readonly chosen: ChosenSnapshots;
  /** Members that get other data; all stop, where it is all of them. */
  readonly members: readonly string[];
  readonly whole: boolean;
  /** The release that the data come up on. */
  readonly release: Release;
  readonly live: ReleaseId;
}

/** What a restore would do, with nothing touched; throws where the snapshots that are meant are not there. */
export async function planRestore(
  request: RestoreRequest,
  ports: Pick<RolloutPorts, 'clusters' | 'state'>,
): Promise<RestorePlan | Nowhere> {
  const ref = { project: request.project, environment: request.environment };
  const [observed, rollouts] = await Promise.all([
    ports.clusters.observe(ref),
    readRollouts(ports.state, ref),
  ]);
  return restorePlanOf(request, { observed, rollouts }, ports);
}

/** The same, of what was looked at and read already. */
export async function restorePlanOf(
  request: RestoreRequest,
  { observed, rollouts }: { readonly observed: ObservedCluster; readonly rollouts: readonly RolloutRecord[] },
  { state }: Pick<RolloutPorts, 'state'>,
): Promise<RestorePlan | Nowhere> {
  const ref = { project: request.project, environment: request.environment };
  const live = liveIn(rollouts);
  const current = await readRelease(state, ref, live);
  if (live === undefined || current === undefined) {
    return {
      kind: 'nowhere',
      reason: `nothing is deployed to ${ref.environment}: deploy first, then restore`,
    };
  }
  const release = await readRelease(state, ref, request.release ?? live);
  if (release === undefined) return { kind: 'nowhere', reason: `there is no release ${request.release}` };
  const settings = clusterOf(current.settings);
  checkSameMembers(clusterOf(release.settings), settings, ref.environment);
  const chosen = chooseSnapshots(
    observed.snapshots,
    { wanted: request.snapshot, member: request.member },
    settings,
  );
  const members = Object.keys(chosen.snapshots);
  const whole = members.length === settings.members.length;
  checkOthersThere(observed, chosen, settings);
  if (!whole && request.release !== undefined) {
    const reason = '--release: one member alone stays on the release that it runs';
    return { kind: 'nowhere', reason };
  }
  return { kind: 'restore', chosen, members, whole, release, live };
}

/** Volumes that are gone and not restored would be made empty. */
function checkOthersThere(
  observed: ObservedCluster,
  { snapshots, set }: ChosenSnapshots,
  settings: Pick<ClusterSettings, 'volumes'>,
): void {
  for (const [name, wanted] of Object.entries(snapshots)) {
    const seen = observed.members.find((member) => member.name === name)?.volumes ?? [];
    const lost = settings.volumes.find(
      ({ name: volume }) => wanted[volume] === undefined && !seen.some((one) => one.name === volume),
    );
    if (lost === undefined) continue;
    throw new ImagoError({
      code: 'no-snapshots',
      source: 'user',
      message: `${name} has lost its volume ${lost.name}, and ${set} is of another one`,
      fix: `restore all volumes of the member: --member ${name} --snapshot '#N'`,
    });
  }
}
