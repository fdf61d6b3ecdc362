import type { Action } from '../model/action.ts';
import type { GatePoint, HookPoint } from '../model/check.ts';
import { formatDuration } from '../model/duration.ts';
import type { RollingSettings } from '../model/fleet.ts';
import type { Observed, ObservedGroup, ObservedInstance } from '../model/observed.ts';
import type { ReleaseId } from '../model/release.ts';
import type { Because } from '../model/rollout.ts';
import { gatesAt } from './ask-checks.ts';
import type { Decision } from './decision.ts';
import { passChecks } from './pass-checks.ts';
import type { Endings } from './replace-move.ts';
import type { Picture } from './replace-picture.ts';
import { isHealthy } from './replace-picture.ts';
import type { Rollout } from './rollout.ts';
import { sideBefore } from './rollout.ts';

/** A group whose instances are to come to another release. */
export interface RollingTask {
  readonly observed: Observed;
  readonly rollout: Rollout;
  readonly strategy: RollingSettings;
  /** What its instances ran before. */
  readonly from: ReleaseId;
  readonly group: ObservedGroup;
  readonly now: Date;
}

/** The process with which Auto Scaling launches and ends instances by itself, to balance its zones. */
const rebalancing = 'AZRebalance';

/** What is suspended while instances are replaced: what was, and the process that would disturb it. */
export const suspendedMeanwhile = ({ suspendedProcesses }: ObservedGroup): readonly string[] =>
  suspendedProcesses.includes(rebalancing) ? suspendedProcesses : [...suspendedProcesses, rebalancing];

/** Whether what would disturb is suspended: as it is seen, and as it was last told, where a look may be from before. */
const isCalm = ({ group, rollout: { suspended = [rebalancing] } }: RollingTask): boolean =>
  group.suspendedProcesses.includes(rebalancing) && suspended.includes(rebalancing);

/** Before instances end, what would disturb is suspended again: it was given up once, or found at rest. */
export function calmDown(task: RollingTask): Decision | undefined {
  if (isCalm(task)) return undefined;
  const processes = suspendedMeanwhile(task.group);
  return { kind: 'act', actions: [{ kind: 'set-suspended', release: task.rollout.toSide, processes }] };
}

/** What is suspended afterwards: what a person suspended or resumed in the middle stays as they left it. */
export function suspendedAfterwards({ rollout, group }: RollingTask): readonly string[] {
  const before = sideBefore(rollout, rollout.toSide)?.suspendedProcesses ?? [];
  if (before.includes(rebalancing)) return group.suspendedProcesses;
  return group.suspendedProcesses.filter((process) => process !== rebalancing);
}

/** The ends of instances that a move asks for. */
export function endings(
  release: ReleaseId,
  { replaced, surplus, failing }: Endings,
): readonly Extract<Action, { kind: 'terminate' }>[] {
  const ends = [
    { kind: 'terminate', release, instances: replaced, shrink: false },
    { kind: 'terminate', release, instances: surplus, shrink: true },
    { kind: 'terminate', release, instances: failing, shrink: true, failing: true },
  ] as const;
  return ends.filter(({ instances }) => instances.length > 0);
}

/** Asks the hooks of a point once. */
export function askHooks(
  point: HookPoint,
  { rollout }: RollingTask,
  instances: readonly ObservedInstance[],
): Decision | undefined {
  const hooks = rollout.checks.filter((check) => check.kind === 'hook' && check.at === point);
  return passChecks(hooks, rollout, { stage: point, instances });
}

/** Asks the gates of a point, as a stage of that name. */
export const askGates = (
  point: GatePoint,
  stage: string,
  { rollout }: RollingTask,
  instances: readonly ObservedInstance[],
): Decision | undefined => passChecks(gatesAt(rollout, point), rollout, { stage, instances });

/** The reason for turning back that a picture gives. */
export function notHealthy({ ready, coming, missing }: Picture, { strategy }: Rollout): Because {
  const healthy = ready.length + coming.filter(isHealthy).length;
  const wanted = ready.length + coming.length + missing;
  return { kind: 'not-healthy', healthy, wanted, after: formatDuration(strategy.healthyDeadline) };
}
