import { ImagoError } from '../../errors/imago-error.ts';
import type { ClusterSettings } from '../../model/cluster.ts';
import type { EnvironmentRef } from '../../model/environment.ts';
import type { ObservedCluster } from '../../model/observed-cluster.ts';
import { releaseNumber } from '../../model/release.ts';
import type { Release, ReleaseId } from '../../model/release.ts';
import type { RolloutPorts } from '../ports.ts';
import { readReleases } from '../records.ts';
import { clusterOf } from './cluster-of.ts';
import { releaseRunBy } from './releases-on.ts';

/** What is to be rolled out, and over what. */
interface Move {
  /** Id of the image. */
  readonly image: string;
  readonly settings: ClusterSettings;
  /** What is live. */
  readonly live: Release | undefined;
  readonly observed: ObservedCluster;
}

/**
 * Why an image may not be rolled out: an earlier release had it than what a member runs, whose data the store may not
 * read then, and neither the config nor the release that is live says that it can. Undefined where it may.
 */
export async function whyDowngrade(
  ref: EnvironmentRef,
  { image, settings, live, observed }: Move,
  { state }: Pick<RolloutPorts, 'state'>,
): Promise<{ readonly message: string; readonly fix: string } | undefined> {
  if (live === undefined) return undefined;
  if ([settings, clusterOf(live.settings)].some(({ downgrade }) => downgrade === 'allowed')) return undefined;
  const running = observed.members.flatMap((member) => {
    const release = releaseRunBy(member);
    return release === undefined ? [] : [{ member: member.name, release }];
  });
  const releases = await readReleases(state, ref);
  const first = releases.find((release) => release.image.id === image);
  if (first === undefined) return undefined;
  const imageOf = (id: ReleaseId): string | undefined => releases.find((one) => one.id === id)?.image.id;
  const later = running.find(
    ({ release }) => releaseNumber(release) > releaseNumber(first.id) && imageOf(release) !== image,
  );
  if (later === undefined) return undefined;
  const { environment } = ref;
  return {
    message: `${image} is the image of ${first.id}, and ${later.member} runs ${later.release}, whose data may be of no use to it (downgrade: 'refused')`,
    fix: `deploy a release that puts right what is wrong, or go back with the data too: \`imago restore ${environment} --release ${first.id}\` tells which snapshots there are`,
  };
}

/** Refuses such an image before anything is touched. */
export async function refuseDowngrade(
  ref: EnvironmentRef,
  move: Move,
  ports: Pick<RolloutPorts, 'state'>,
): Promise<void> {
  const why = await whyDowngrade(ref, move, ports);
  if (why !== undefined) throw new ImagoError({ code: 'downgrade-refused', source: 'user', ...why });
}
