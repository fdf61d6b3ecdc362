import { ImagoError } from '../errors/imago-error.ts';
import type { EnvironmentSettings } from '../model/release.ts';
import type { EnvironmentRef } from '../model/environment.ts';
import type { Order, RolloutRecord } from '../model/rollout.ts';
import type { RolloutPorts } from './ports.ts';
import { readRelease } from './records.ts';
import type { GateOverride } from './requests.ts';

/** Refuses to let a gate pass that there is not, or that keeps requests from failing. */
export function checkOverrides(overrides: readonly GateOverride[], settings: EnvironmentSettings): void {
  const { gates, hooks, tests, strategy } = settings;
  const steps = strategy.kind === 'canary' ? strategy.steps : [];
  const known = [
    ...gates.map(({ name }) => name),
    ...steps.flatMap((step) => (step.kind === 'gate' ? [step.gate.name] : [])),
    ...hooks.map(({ name }) => name),
    ...tests.map(({ name }) => name),
  ];
  for (const { gate, reason } of overrides) {
    if (gate === 'target-health') {
      throw new ImagoError({
        code: 'no-override',
        source: 'user',
        message:
          'target-health cannot be overridden: instances that are not healthy would get requests and fail them',
        fix: 'give the instances more time with healthyDeadline, or correct the health check',
      });
    }
    if (!known.includes(gate)) {
      throw new ImagoError({
        code: 'unknown-gate',
        source: 'user',
        message: `there is no gate ${JSON.stringify(gate)} to override`,
        fix:
          known.length === 0
            ? 'there is no gate, no hook and no test at all'
            : `write one of ${known.join(', ')}`,
      });
    }
    if (reason.trim() === '') {
      throw new ImagoError({
        code: 'no-reason',
        source: 'user',
        message: `no reason is given for overriding ${gate}`,
        fix: 'write why with --reason; it is kept in the history',
      });
    }
  }
}

/** The same for a rollout that is under way. */
export async function checkOverridesOf(
  overrides: readonly GateOverride[],
  { kind, to, number }: RolloutRecord,
  request: EnvironmentRef,
  { state }: Pick<RolloutPorts, 'state'>,
): Promise<void> {
  if (overrides.length === 0) return;
  const ref = { project: request.project, environment: request.environment };
  const release = kind === 'destroy' ? undefined : await readRelease(state, ref, to);
  if (release !== undefined) {
    checkOverrides(overrides, release.settings);
    return;
  }
  throw new ImagoError({
    code: 'unknown-gate',
    source: 'user',
    message: `#${number} is a ${kind} and asks no gate`,
    fix: 'leave --override-gate out',
  });
}

/** Overrides as a rollout hears them. */
export const overridesOf = (overrides: readonly GateOverride[], by: string, now: Date): readonly Order[] =>
  overrides.map(({ gate, reason }) => ({ kind: 'override-gate', gate, reason, by, at: now.toISOString() }));
