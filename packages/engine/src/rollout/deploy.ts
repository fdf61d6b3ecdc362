import { ImagoError } from '../errors/imago-error.ts';
import type { Capacity, FleetSettings } from '../model/fleet.ts';
import { liveSide, releaseOn } from '../model/observed.ts';
import type { Release } from '../model/release.ts';
import { requireRehearsed } from '../rehearsal/require-rehearsed.ts';
import { carryCapacity } from '../strategies/carry-capacity.ts';
import { isReady } from '../strategies/readiness.ts';
import { adoptSettings } from './adopt-settings.ts';
import { checkTests } from './check-tests.ts';
import { deployCluster } from './cluster/deploy-cluster.ts';
import { digestOf } from './digest.ts';
import { fleetOf } from './fleet-of.ts';
import { checkInPlace } from './in-place.ts';
import { lastNumber } from './last-number.ts';
import { optional } from './optional.ts';
import type { DeployOutcome } from './outcome.ts';
import { checkOverrides } from './overrides.ts';
import type { RolloutPorts } from './ports.ts';
import { createRelease, readRelease } from './records.ts';
import type { DeployRequest } from './requests.ts';
import { rollOut } from './roll-out.ts';
import { fleetEyes, withSession } from './session.ts';
import { urlOf } from './url-of.ts';

/** Rolls a release out and answers how it ended. */
export async function deploy(
  request: DeployRequest,
  given: RolloutPorts,
  signal: AbortSignal,
): Promise<DeployOutcome> {
  const { image, settings, codeTag, force, overrides = [], handOver = false } = request;
  const begun = given.clock.now();
  checkOverrides(overrides, settings);
  await checkTests(settings.tests, given.tests);
  if (settings.kind === 'cluster') return deployCluster(request, settings, given, signal);
  if (handOver) checkHandOver(settings);
  return withSession(
    request,
    { command: 'deploy', eyes: fleetEyes },
    given,
    async (session, ports): Promise<DeployOutcome> => {
      if (signal.aborted) return { kind: 'interrupted', putBack: [] };
      const { ref, lock, observed } = session;
      const live = liveSide(observed);
      const current = await readRelease(ports.state, ref, live && releaseOn(live));
      const digest = digestOf(image, settings);
      if (force !== true && current?.digest === digest && isReady(observed, live)) {
        lock.assertHeld();
        return adoptSettings(ports.state, current, settings, { url: urlOf(observed) ?? '' });
      }
      const { strategy } = settings;
      const before = fleetOf(current?.settings);
      const inPlace = strategy.kind === 'rolling' ? live : undefined;
      if (inPlace !== undefined) checkInPlace(settings, before);
      await requireRehearsed(ref, { image, settings, live: current }, ports.state);
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
      lock.assertHeld();
      const release = await createRelease(ports.state, facts, lastNumber(observed, session.releases));
      const capacityFrom = (is: Capacity | undefined): Capacity =>
        carryCapacity(settings.size, before?.size, is);
      const toSide = inPlace?.release ?? release.id;
      const order = {
        kind: 'deploy',
        ref,
        release,
        toSide,
        strategy,
        capacityFrom,
        begun,
        overrides,
      } as const;
      return rollOut({ ...order, handOver }, session, ports, signal);
    },
  );
}

/** Only Auto Scaling goes on without us. */
function checkHandOver({ strategy }: FleetSettings): void {
  if (strategy.kind === 'rolling' && strategy.engine === 'instance-refresh') return;
  const what =
    strategy.kind === 'rolling' ? "a rolling rollout with engine 'imago'" : `a ${strategy.kind} rollout`;
  throw new ImagoError({
    code: 'not-handed-over',
    source: 'user',
    message: `--no-wait: ${what} is carried on by this process, and would stop with it`,
    fix: "write rolling({ engine: 'instance-refresh' }) in the config: Auto Scaling then goes on by itself",
  });
}
