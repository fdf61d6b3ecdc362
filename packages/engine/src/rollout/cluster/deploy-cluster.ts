import { ImagoError } from '../../errors/imago-error.ts';
import type { ClusterSettings } from '../../model/cluster.ts';
import type { Release } from '../../model/release.ts';
import { adoptSettings } from '../adopt-settings.ts';
import { requireRehearsed } from '../../rehearsal/require-rehearsed.ts';
import { digestOf } from '../digest.ts';
import { lastNumber } from '../last-number.ts';
import { optional } from '../optional.ts';
import type { DeployOutcome } from '../outcome.ts';
import type { RolloutPorts } from '../ports.ts';
import { createRelease, readRelease, readRollouts, rewriteRelease } from '../records.ts';
import type { DeployRequest } from '../requests.ts';
import { withSession } from '../session.ts';
import { checkMembers } from './check-members.ts';
import { clusterEyes } from './cluster-eyes.ts';
import { clusterOf } from './cluster-of.ts';
import { liveIn } from './live-release.ts';
import { refuseDowngrade } from './refuse-downgrade.ts';
import { allRun, begunRelease, isAlone } from './releases-on.ts';
import { rollCluster } from './roll-cluster.ts';
import { schedule } from './schedule.ts';

/** Rolls a release out to a cluster, or founds it, and answers how it ended. */
export async function deployCluster(
  request: DeployRequest,
  settings: ClusterSettings,
  given: RolloutPorts,
  signal: AbortSignal,
): Promise<DeployOutcome> {
  const { image, codeTag, force, overrides = [], handOver, snapshots } = request;
  const begun = given.clock.now();
  if (handOver === true) throw notHandedOver();
  const seeing = { command: 'deploy', eyes: clusterEyes } as const;
  return withSession(request, seeing, given, async (session, ports): Promise<DeployOutcome> => {
    if (signal.aborted) return { kind: 'interrupted', putBack: [] };
    const { ref, lock, observed, releases } = session;
    const rollouts = await readRollouts(ports.state, ref);
    const live = liveIn(rollouts);
    const current = await readRelease(ports.state, ref, live);
    checkMembers(settings, clusterOf(current?.settings), observed);
    const digest = digestOf(image, settings);
    const newest = await readRelease(ports.state, ref, releases.at(-1));
    const snapshotting = { environment: ref, settings, before: [current, newest] };
    const names = settings.members.map(({ name }) => name);
    if (force !== true && current?.digest === digest && allRun(observed, names, current.id)) {
      const scheduled = await schedule(snapshotting, ports, lock);
      const done = scheduled.length === 0 ? [] : ['snapshots'];
      lock.assertHeld();
      return adoptSettings(ports.state, current, settings, { url: '', done });
    }
    const begunBefore = force === true ? undefined : begunRelease(observed, digest, [newest, current]);
    if (begunBefore !== undefined && begunBefore.id === live && isAlone(observed, live)) {
      lock.assertHeld();
      const release = await goOnWith(begunBefore, settings, ports);
      return rollCluster({ kind: 'heal', release, from: undefined, begun, rollouts }, session, ports, signal);
    }
    await refuseDowngrade(ref, { image: image.id, settings, live: current, observed }, ports);
    await requireRehearsed(ref, { image, settings, live: current }, ports.state);
    // Before there is a release: where the schedule cannot be, nothing is begun.
    await schedule(snapshotting, ports, lock);
    const { user, host } = ports.identity.self;
    const facts = {
      ...ref,
      image,
      settings,
      digest,
      ...optional({ codeTag }),
      by: `${user}@${host}`,
      createdAt: begun.toISOString(),
    };
    lock.assertHeld();
    const release =
      begunBefore === undefined
        ? await createRelease(ports.state, facts, lastNumber(observed, releases))
        : await goOnWith(begunBefore, settings, ports);
    const command = { kind: 'deploy', release, from: live, begun, rollouts, overrides } as const;
    return rollCluster({ ...command, ...optional({ snapshots }) }, session, ports, signal);
  });
}

/** A release that members run, with what the config says anew of how it is looked after: they need no other. */
async function goOnWith(
  begun: Release,
  settings: ClusterSettings,
  { state }: Pick<RolloutPorts, 'state'>,
): Promise<Release> {
  const release = { ...begun, settings };
  await rewriteRelease(state, release);
  return release;
}

const notHandedOver = (): ImagoError =>
  new ImagoError({
    code: 'not-handed-over',
    source: 'user',
    message: '--no-wait: a rollout of a cluster is carried on by this process, and would stop with it',
    fix: 'leave --no-wait out',
  });
