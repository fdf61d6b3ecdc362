import type { Decision } from './decision.ts';
import type { Picture } from './replace-picture.ts';
import { askGates } from './rolling-task.ts';
import type { RollingTask } from './rolling-task.ts';
import type { Rollout } from './rollout.ts';

/** New instances that there may be before the next checkpoint is passed. */
export function mostBeforeCheckpoint(wanted: number, rollout: Rollout): number {
  const checkpoint = checkpointsOf(rollout)[rollout.stepsDone];
  return checkpoint === undefined ? Number.POSITIVE_INFINITY : Math.ceil((checkpoint * wanted) / 100);
}

/** Stops at a share of instances replaced: it is noted, waited for, and its gates are asked; undefined: go on. */
export function passCheckpoint(picture: Picture, task: RollingTask): Decision | undefined {
  const { rollout, strategy, now } = task;
  const checkpoints = checkpointsOf(rollout);
  const { stepsDone, lastStepAt, told } = rollout;
  if (stepsDone > 0 && lastStepAt !== undefined) {
    const until = new Date(lastStepAt.getTime() + strategy.checkpointDelay.milliseconds);
    const share = checkpoints[stepsDone - 1];
    if (share !== undefined && now < until && !told.promoted) {
      return { kind: 'wait', reason: `the checkpoint at ${share}% to be over`, until, meant: true };
    }
    // Nothing stops any more once it is promoted fully, but a gate that failed is not passed by that.
    const asked = askGates('step', `step-${stepsDone - 1}`, task, picture.ready);
    if (asked !== undefined) return asked;
  }
  const next = checkpoints[stepsDone];
  if (next === undefined) return undefined;
  const wanted = picture.size.atRest.desired - picture.staying.length;
  const reached = picture.ready.length > 0 && picture.ready.length >= Math.ceil((next * wanted) / 100);
  if (!reached) return undefined;
  return { kind: 'note', notes: [{ kind: 'step', index: stepsDone, title: `${next}% replaced` }] };
}

/** On the way back to what has worked, and when a person says so, nothing stops for them. */
const checkpointsOf = ({ strategy, kind, told }: Rollout): readonly number[] =>
  strategy.kind === 'rolling' && kind === 'deploy' && !told.promotedFully ? strategy.checkpoints : [];
