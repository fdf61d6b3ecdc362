import type { EnvironmentRef } from '../model/environment.ts';
import { liveSide, releaseOn } from '../model/observed.ts';
import { releaseId, releaseNumber } from '../model/release.ts';
import { planRehearsed } from '../rehearsal/require-rehearsed.ts';
import { carryCapacity } from '../strategies/carry-capacity.ts';
import { adoptable } from './adopt-settings.ts';
import { planCluster } from './cluster/plan-cluster.ts';
import { digestOf } from './digest.ts';
import { findUnfinished } from './find-unfinished.ts';
import { fleetOf } from './fleet-of.ts';
import { checkInPlace } from './in-place.ts';
import { lastNumber } from './last-number.ts';
import { optional } from './optional.ts';
import { planSteps } from './plan-steps.ts';
import type { RolloutPorts } from './ports.ts';
import { listReleases, readRelease } from './records.ts';
import type { DeployPlan } from './reports.ts';
import type { PlanRequest } from './requests.ts';

/** What a deploy would change, with nothing touched. Refuses what the deploy would. */
export async function planDeploy(request: PlanRequest, ports: RolloutPorts): Promise<DeployPlan> {
  const { image, settings } = request;
  if (settings.kind === 'cluster') return planCluster(request, settings, ports);
  const ref: EnvironmentRef = { project: request.project, environment: request.environment };
  const [observed, releases, unfinished] = await Promise.all([
    ports.cloud.observe(ref),
    listReleases(ports.state, ref),
    findUnfinished(ref, ports),
  ]);
  const live = liveSide(observed);
  const from = live === undefined ? undefined : releaseOn(live);
  const current = await readRelease(ports.state, ref, from);
  const last = lastNumber(observed, releases);
  const to = releaseId((last === undefined ? 0 : releaseNumber(last)) + 1);
  const before = fleetOf(current?.settings);
  const capacity = carryCapacity(settings.size, before?.size, live?.group?.capacity);
  const changed = image === undefined || current?.digest !== digestOf(image, settings);
  if (changed && live !== undefined && settings.strategy.kind === 'rolling') checkInPlace(settings, before);
  const move = { from, live, to, current, desired: capacity.desired };
  const steps = changed ? planSteps(request, settings, observed, move) : [];
  const refusal = changed
    ? await planRehearsed(ref, { image, settings, live: current }, ports.state)
    : undefined;
  const adopted = changed ? undefined : adoptable(current, settings);
  return { changed, to, capacity, steps, ...optional({ from, unfinished, settings: adopted, refusal }) };
}
