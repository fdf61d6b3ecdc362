import { formatDuration } from '../model/duration.ts';
import type { FleetSettings, StrategySettings } from '../model/fleet.ts';
import type { Observed, Side } from '../model/observed.ts';
import { probedPorts } from '../model/probed-ports.ts';
import type { Release, ReleaseId } from '../model/release.ts';
import type { PlanStep } from './reports.ts';
import type { PlanRequest } from './requests.ts';
import { stepTitles } from './step-titles.ts';

/** From where to where a deploy would go. */
interface Move {
  readonly from: ReleaseId | undefined;
  readonly live: Side | undefined;
  readonly to: ReleaseId;
  readonly current: Release | undefined;
  readonly desired: number;
}

/** The steps of a deploy, in order. */
export function planSteps(
  request: PlanRequest,
  settings: FleetSettings,
  observed: Observed,
  move: Move,
): readonly PlanStep[] {
  const { strategy } = settings;
  const shared = observed.loadBalancer === undefined ? sharedSteps(settings) : [];
  const image = imageText(request, move.current);
  if (strategy.kind === 'rolling' && move.live !== undefined) {
    const { release } = move.live;
    const how =
      strategy.engine === 'imago'
        ? batchText(strategy.batch)
        : 'by an instance refresh, which Auto Scaling carries on by itself';
    const change = `${move.desired} instances replaced ${how}, with ${settings.instanceType} of ${image}`;
    return [
      ...shared,
      { verb: 'make', what: `launch template ${move.to}`, detail: image },
      { verb: 'change', what: `side ${release}`, detail: change },
      ...removals(observed, release),
    ];
  }
  return [
    ...shared,
    {
      verb: 'make',
      what: `side ${move.to}`,
      detail: `${move.desired} × ${settings.instanceType} of ${image}`,
    },
    ...shifts(strategy, move),
    ...retirement(strategy, move.live),
    ...removals(observed, move.live?.release),
  ];
}

function sharedSteps(settings: FleetSettings): readonly PlanStep[] {
  const { loadBalancer, sshFrom, probeFrom = [] } = settings;
  const { listen, port, scheme } = loadBalancer;
  const opened = [
    ...(sshFrom.length === 0 ? [] : [`22 from ${sshFrom.join(', ')}`]),
    ...(probeFrom.length === 0 ? [] : [`${probedPorts(settings).join(', ')} from ${probeFrom.join(', ')}`]),
  ];
  return [
    {
      verb: 'make',
      what: 'security groups',
      detail: [`port ${listen} from anywhere`, `${port} from the balancer`, ...opened].join('; '),
    },
    { verb: 'make', what: 'load balancer', detail: `${scheme}, listens on ${listen}` },
  ];
}

function shifts(strategy: StrategySettings, { from, to }: Move): readonly PlanStep[] {
  const origin = from === undefined ? '' : `from ${from} `;
  const healthy = `healthy for ${formatDuration(strategy.minHealthyTime)}`;
  const steps = from === undefined ? [] : stepTitles(strategy);
  return [
    { verb: 'shift', what: 'traffic', detail: `${origin}to ${to}, ${healthy}` },
    ...steps.map((detail, index): PlanStep => ({ verb: 'shift', what: `step ${index + 1}`, detail })),
  ];
}

function retirement(strategy: StrategySettings, live: Side | undefined): readonly PlanStep[] {
  if (live === undefined) return [];
  const keep = strategy.kind === 'rolling' ? 0 : strategy.keepPrevious.milliseconds;
  const detail = keep === 0 ? 'drained and removed' : `kept for ${formatDuration({ milliseconds: keep })}`;
  return [{ verb: 'retire', what: `side ${live.release}`, detail }];
}

const removals = ({ sides }: Observed, live: ReleaseId | undefined): readonly PlanStep[] =>
  sides
    .filter(({ release }) => release !== live)
    .map(({ release }) => ({
      verb: 'remove',
      what: `side ${release}`,
      detail: 'no longer needed to roll back to',
    }));

function imageText({ image }: PlanRequest, current: Release | undefined): string {
  const before = current === undefined ? '' : ` (before: ${current.image.name ?? current.image.id})`;
  return image === undefined ? 'an image that is to be baked' : `${image.name ?? image.id}${before}`;
}

const batchText = (batch: { readonly count: number } | { readonly percent: number }): string =>
  'count' in batch ? `${batch.count} at a time` : `${batch.percent} % at a time`;
