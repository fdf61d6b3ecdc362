import type { Check, GatePoint, GateSettings, HookPoint } from '../model/check.ts';
import type { Decision } from './decision.ts';
import { passChecks } from './pass-checks.ts';
import type { Rollout } from './rollout.ts';
import type { Rule } from './two-sides.ts';

/** Gates of a point. Going back to what was live asks none: it is done because something is wrong now. */
export function gatesAt(
  { kind, checks, told }: Pick<Rollout, 'kind' | 'checks' | 'told'>,
  point: GatePoint,
): readonly GateSettings[] {
  if (kind === 'rollback') return [];
  const gates = checks.filter((check): check is GateSettings => isGate(check) && check.at === point);
  // Whoever promotes a rollout fully has approved every step; a gate that fails is passed by an override only.
  return point === 'step' && told.promotedFully ? gates.filter((gate) => gate.kind !== 'approval') : gates;
}

/** Lets by when the hooks of this point have run. */
export const runHooks =
  (point: HookPoint): Rule =>
  ({ rollout, healthy }) => {
    const hooks = hooksAt(rollout, point);
    return passChecks(hooks, rollout, { stage: point, instances: healthy });
  };

/** Lets by when the hooks of this point have run, however they ended. */
export const runHooksAnyway =
  (point: HookPoint): Rule =>
  ({ rollout, healthy }) => {
    const hooks = hooksAt(rollout, point).map((hook): Check => ({ ...hook, onFailure: 'ignore' }));
    return passChecks(hooks, rollout, { stage: point, instances: healthy });
  };

/** Lets by when the gates of this point have passed. */
export const passGates =
  (point: GatePoint, stage: string = point): Rule =>
  ({ rollout, healthy }): Decision | undefined =>
    passChecks(gatesAt(rollout, point), rollout, { stage, instances: healthy });

const isGate = ({ kind }: Check): boolean => kind !== 'hook' && kind !== 'test';

const hooksAt = ({ checks }: Rollout, point: HookPoint): readonly Extract<Check, { kind: 'hook' }>[] =>
  checks.flatMap((check) => (check.kind === 'hook' && check.at === point ? [check] : []));
