import { formatDuration } from '../model/duration.ts';
import type { CanarySettings, CanaryStep } from '../model/fleet.ts';
import { passGates } from './ask-checks.ts';
import type { Decision } from './decision.ts';
import { after } from './moments.ts';
import { shift } from './move-traffic.ts';
import { passChecks } from './pass-checks.ts';
import type { Rollout } from './rollout.ts';
import { firstOf } from './two-sides.ts';
import type { Rule, TwoSides } from './two-sides.ts';

/** The steps of a canary, with the weight of 100 that follows the last one by itself. */
export function stepsOf({ steps }: CanarySettings): readonly CanaryStep[] {
  const whole = steps.findLast(({ kind }) => kind === 'set-weight');
  if (whole?.kind === 'set-weight' && whole.weight === 100) return steps;
  return [...steps, { kind: 'set-weight', weight: 100 }];
}

/** The share of the traffic that the new side must be able to carry now: the step's, or that of the last one passed. */
export function shareNow(steps: readonly CanaryStep[], { stepsDone, told }: Rollout): number {
  if (told.promotedFully) return 100;
  const passed = steps.slice(0, stepsDone).findLast(({ kind }) => kind === 'set-weight');
  const coming = steps.slice(stepsDone).find(({ kind }) => kind === 'set-weight');
  const step = steps[stepsDone]?.kind === 'set-weight' ? coming : (passed ?? coming);
  return step?.kind === 'set-weight' ? step.weight : 100;
}

/** Lets by when all steps are behind us, which is when the new side has all traffic. */
export const takeSteps =
  (steps: readonly CanaryStep[]): Rule =>
  (sides) => {
    const { rollout } = sides;
    const { stepsDone: index, told } = rollout;
    const step = steps[index];
    if (step === undefined) return undefined;
    if (told.promotedFully) {
      const last = steps.length - 1;
      // Steps are skipped, but no gate that stands at each of them.
      return (
        firstOf(sides, [shift(100), passGates('step', `step-${last}`)]) ?? passed(last, 'promoted fully')
      );
    }
    return take(step, index, sides) ?? passed(index, titleOf(step));
  };

function take(step: CanaryStep, index: number, sides: TwoSides): Decision | undefined {
  const { rollout, now, healthy } = sides;
  const stage = `step-${index}`;
  switch (step.kind) {
    case 'set-weight':
      return firstOf(sides, [shift(step.weight), passGates('step', stage)]);
    case 'gate':
      return passChecks([step.gate], rollout, { stage, instances: healthy });
    case 'pause': {
      if (rollout.told.promoted) return undefined;
      const reason = `${titleOf(step)}, step ${index + 1} of its canary`;
      if (step.duration === undefined) return { kind: 'hold', why: 'step', reason };
      const { lastStepAt, shiftedAt, healthySince = now, preparedAt = healthySince } = rollout;
      const until = after(lastStepAt ?? shiftedAt ?? preparedAt, step.duration);
      return now < until ? { kind: 'wait', reason, until, meant: true } : undefined;
    }
  }
}

const passed = (index: number, title: string): Decision => ({
  kind: 'note',
  notes: [{ kind: 'step', index, title }],
});

function titleOf(step: CanaryStep): string {
  switch (step.kind) {
    case 'set-weight':
      return `weight ${step.weight} %`;
    case 'gate':
      return `gate ${step.gate.name}`;
    case 'pause':
      return step.duration === undefined
        ? 'pause until it is promoted'
        : `pause of ${formatDuration(step.duration)}`;
  }
}
