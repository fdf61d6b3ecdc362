import { formatDuration, seconds } from '../model/duration.ts';
import type { EnvironmentRef } from '../model/environment.ts';
import { liveRelease, sideOf } from '../model/observed.ts';
import type { Observed } from '../model/observed.ts';
import { releaseId, releaseNumber } from '../model/release.ts';
import type { Release, ReleaseId } from '../model/release.ts';
import { carryCapacity } from '../strategies/carry-capacity.ts';
import { lastNumber } from './last-number.ts';
import { digestOf } from './digest.ts';
import { findUnfinished } from './find-unfinished.ts';
import { optional } from './optional.ts';
import type { RolloutPorts } from './ports.ts';
import { listReleases, readRelease } from './records.ts';
import type { DeployPlan, PlanStep } from './reports.ts';
import type { PlanRequest } from './requests.ts';

/** What a deploy would change, with nothing touched. */
export async function planDeploy(request: PlanRequest, ports: RolloutPorts): Promise<DeployPlan> {
  const ref: EnvironmentRef = { project: request.project, environment: request.environment };
  const [observed, releases, unfinished] = await Promise.all([
    ports.cloud.observe(ref),
    listReleases(ports.state, ref),
    findUnfinished(ref, ports),
  ]);
  const from = liveRelease(observed);
  const current = await readRelease(ports.state, ref, from);
  const last = lastNumber(observed, releases);
  const to = releaseId((last === undefined ? 0 : releaseNumber(last)) + 1);
  const { image, settings } = request;
  const capacity = carryCapacity(
    settings.size,
    current?.settings.size,
    sideOf(observed, from)?.group?.capacity,
  );
  const changed = image === undefined || current?.digest !== digestOf(image, settings);
  const steps = changed ? stepsOf(request, observed, { from, to, current, desired: capacity.desired }) : [];
  return { changed, to, capacity, steps, ...optional({ from, unfinished }) };
}

function stepsOf(
  { settings, image }: PlanRequest,
  observed: Observed,
  move: {
    readonly from: ReleaseId | undefined;
    readonly to: ReleaseId;
    readonly current: Release | undefined;
    readonly desired: number;
  },
): readonly PlanStep[] {
  const { from, to, current, desired } = move;
  const { listen, port } = settings.loadBalancer;
  const steps: PlanStep[] = [];
  if (observed.loadBalancer === undefined) {
    steps.push({
      verb: 'make',
      what: 'security groups',
      detail: `port ${listen} from anywhere, ${port} from the balancer`,
    });
    steps.push({
      verb: 'make',
      what: 'load balancer',
      detail: `${settings.loadBalancer.scheme}, listens on ${listen}`,
    });
  }
  const before = current === undefined ? '' : ` (before: ${current.image.name ?? current.image.id})`;
  const baked = image === undefined ? 'an image that is to be baked' : `${image.name ?? image.id}${before}`;
  steps.push({
    verb: 'make',
    what: `side ${to}`,
    detail: `${desired} × ${settings.instanceType} of ${baked}`,
  });
  steps.push({
    verb: 'shift',
    what: 'traffic',
    detail: `${from === undefined ? '' : `from ${from} `}to ${to}, healthy for ${formatDuration(settings.strategy.minHealthyTime)}`,
  });
  if (from !== undefined) {
    const keep = settings.strategy.kind === 'rolling' ? seconds(0) : settings.strategy.keepPrevious;
    const detail = keep.milliseconds === 0 ? 'drained and removed' : `kept for ${formatDuration(keep)}`;
    steps.push({ verb: 'retire', what: `side ${from}`, detail });
  }
  for (const { release } of observed.sides) {
    if (release !== from)
      steps.push({ verb: 'remove', what: `side ${release}`, detail: 'no longer needed to roll back to' });
  }
  return steps;
}
