import type { ClusterSettings, MemberSettings, SnapshotSchedule } from '../../model/cluster.ts';
import { formatDuration } from '../../model/duration.ts';
import type { ObservedCluster } from '../../model/observed-cluster.ts';
import type { EnvironmentRef } from '../../model/environment.ts';
import { releaseId, releaseNumber } from '../../model/release.ts';
import type { ImageRef, ReleaseId } from '../../model/release.ts';
import { planRehearsed } from '../../rehearsal/require-rehearsed.ts';
import { adoptable } from '../adopt-settings.ts';
import { digestOf } from '../digest.ts';
import { findUnfinished } from '../find-unfinished.ts';
import { lastNumber } from '../last-number.ts';
import { optional } from '../optional.ts';
import type { RolloutPorts } from '../ports.ts';
import { listReleases, readRelease, readRollouts } from '../records.ts';
import type { DeployPlan, PlanStep } from '../reports.ts';
import type { PlanRequest } from '../requests.ts';
import { checkMembers } from './check-members.ts';
import { clusterOf } from './cluster-of.ts';
import { whyDowngrade } from './refuse-downgrade.ts';
import { allRun, begunRelease, isAlone } from './releases-on.ts';
import { liveIn } from './live-release.ts';

/** What a deploy to a cluster would change, with nothing touched. */
export async function planCluster(
  request: PlanRequest,
  settings: ClusterSettings,
  ports: RolloutPorts,
): Promise<DeployPlan> {
  const ref = { project: request.project, environment: request.environment };
  const [observed, releases, rollouts, unfinished] = await Promise.all([
    ports.clusters.observe(ref),
    listReleases(ports.state, ref),
    readRollouts(ports.state, ref),
    findUnfinished(ref, ports),
  ]);
  const from = liveIn(rollouts);
  const current = await readRelease(ports.state, ref, from);
  checkMembers(settings, clusterOf(current?.settings), observed);
  const last = lastNumber(observed, releases);
  const { image } = request;
  const digest = image === undefined ? undefined : digestOf(image, settings);
  const newest = await readRelease(ports.state, ref, releases.at(-1));
  const begun = begunRelease(observed, digest, [newest, current]);
  const to = begun?.id ?? releaseId((last === undefined ? 0 : releaseNumber(last)) + 1);
  const names = settings.members.map(({ name }) => name);
  const changed = current === undefined || current.digest !== digest || !allRun(observed, names, current.id);
  const members = settings.members.length;
  const name = image === undefined ? 'an image that is to be baked' : (image.name ?? image.id);
  const before = current === undefined ? undefined : clusterOf(current.settings);
  const steps = changed
    ? [
        ...stepsOf(without(settings, observed, begun?.id), name, from === undefined ? observed : undefined),
        ...scheduleSteps(before, settings),
      ]
    : [];
  const heals = begun !== undefined && begun.id === from && isAlone(observed, begun.id);
  const refusal =
    changed && !heals
      ? ((await planDowngrade(ref, { image, settings, live: current, observed }, ports)) ??
        (await planRehearsed(ref, { image, settings, live: current }, ports.state)))
      : undefined;
  const adopted = changed ? undefined : adoptable(current, settings);
  return { changed, to, members, steps, ...optional({ from, unfinished, settings: adopted, refusal }) };
}

/** Those that run the release that is gone on with stay as they are. */
const without = (
  settings: ClusterSettings,
  observed: ObservedCluster,
  begun: ReleaseId | undefined,
): ClusterSettings => ({
  ...settings,
  members: settings.members.filter(({ name }) => begun === undefined || !allRun(observed, [name], begun)),
});

async function planDowngrade(
  ref: EnvironmentRef,
  {
    image,
    ...move
  }: Omit<Parameters<typeof whyDowngrade>[1], 'image'> & { readonly image: ImageRef | undefined },
  ports: RolloutPorts,
): Promise<string | undefined> {
  const why = image === undefined ? undefined : await whyDowngrade(ref, { ...move, image: image.id }, ports);
  return why === undefined ? undefined : `${why.message}: ${why.fix}`;
}

/** What becomes of the snapshots that are made on a schedule. */
function scheduleSteps(
  before: ClusterSettings | undefined,
  { volumes }: ClusterSettings,
): readonly PlanStep[] {
  const schedulesOf = (list: ClusterSettings['volumes'] = []): ReadonlyMap<string, SnapshotSchedule> =>
    new Map(list.flatMap(({ name, snapshots }) => (snapshots === undefined ? [] : [[name, snapshots]])));
  const [was, is] = [schedulesOf(before?.volumes), schedulesOf(volumes)];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((name): readonly PlanStep[] => {
    const [old, wanted] = [was.get(name), is.get(name)];
    const what = `scheduled snapshots of ${name}`;
    if (wanted === undefined) return [{ verb: 'remove', what, detail: 'those that are there stay' }];
    const detail = `every ${formatDuration(wanted.every)}, ${wanted.keep} kept`;
    if (old === undefined) return [{ verb: 'make', what, detail }];
    const same =
      old.every.milliseconds === wanted.every.milliseconds &&
      old.keep === wanted.keep &&
      old.role === wanted.role;
    return same ? [] : [{ verb: 'change', what, detail }];
  });
}

/** `before`: what there is where nothing is live; it may have data from before a destroy. */
function stepsOf(
  settings: ClusterSettings,
  image: string,
  before: ObservedCluster | undefined,
): readonly PlanStep[] {
  const { members, volumes, instanceType, strategy } = settings;
  const detail = `${instanceType} of ${image}`;
  if (before !== undefined) {
    const empty = volumes.map(({ name, sizeGiB }) => `${name} ${sizeGiB} GiB`).join(', ');
    return [
      { verb: 'make', what: 'security group', detail: `ports ${portsOf(settings)} between members` },
      ...members.map((member): PlanStep => {
        const data = keptOf(member, before) ?? empty;
        return { verb: 'make', what: member.name, detail: `${detail}, ${data}` };
      }),
    ];
  }
  const snapshots: readonly PlanStep[] = strategy.snapshots
    ? [{ verb: 'make', what: 'snapshots', detail: 'of every volume' }]
    : [];
  const healthy = `healthy for ${formatDuration(strategy.minHealthyTime)} before the next`;
  return [
    ...snapshots,
    ...members.map(({ name }): PlanStep => ({
      verb: 'change',
      what: name,
      detail: `${detail}, on its interface and volumes; ${healthy}`,
    })),
  ];
}

/** What a member has from before; undefined where that is nothing. */
function keptOf({ name, address }: MemberSettings, { members }: ObservedCluster): string | undefined {
  const kept = members.find((member) => member.name === name)?.volumes ?? [];
  if (kept.length === 0) return undefined;
  const known = address ?? kept.find((volume) => volume.address !== undefined)?.address;
  const at = known === undefined ? '' : ` at ${known}`;
  return `its data on ${kept.map(({ id }) => id).join(', ')}${at}`;
}

/** `2379, 2380, 8301/udp` */
const portsOf = ({ ports, udpPorts = [] }: ClusterSettings): string =>
  [...ports, ...udpPorts.map((port) => `${port}/udp`)].join(', ');
