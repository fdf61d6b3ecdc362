import { formatDuration } from '../model/duration.ts';
import type { Observed } from '../model/observed.ts';
import type { Because } from '../model/rollout.ts';
import { carryOn, checkAlways } from './always-checks.ts';
import { openTests } from './ask-tests.ts';
import type { Decision } from './decision.ts';
import { after } from './moments.ts';
import { reasonOf } from './reason-of.ts';
import type { Rollout } from './rollout.ts';

/** A strategy: what is to be done next, by what is seen and what was done. */
export type Strategy = (observed: Observed, rollout: Rollout, now: Date) => Decision;

/** What holds for every strategy: abort, pause, tests before and beside it, gates that always hold, and deadlines. */
export function guarded(strategy: Strategy, observed: Observed, rollout: Rollout, now: Date): Decision {
  const { turnedBack, ordered, told, interrupted, recovering } = rollout;
  // The way back is gone to its end, and so is the way forward once there is nothing left to go back to.
  if (turnedBack !== undefined || ordered.retiringSince !== undefined)
    return strategy(observed, rollout, now);
  if (told.aborted !== undefined) {
    return { kind: 'turn-back', because: { kind: 'aborted', ...told.aborted } };
  }
  // What is only to be put right is the strategy's to say.
  const tests = interrupted || recovering ? undefined : openTests(rollout);
  const decision = checkAlways(observed, rollout) ?? tests ?? strategy(observed, rollout, now);
  return heldBack(inTime(carryOn(decision, observed, rollout), rollout, now), rollout);
}

/** Gives up a wait in which nothing has moved on for too long. */
function inTime(decision: Decision, { strategy, progressAt }: Rollout, now: Date): Decision {
  if (decision.kind !== 'wait' || decision.meant === true) return decision;
  const { progressDeadline } = strategy;
  if (now < after(progressAt, progressDeadline)) return decision;
  const because = {
    kind: 'no-progress',
    after: formatDuration(progressDeadline),
    waitingFor: decision.reason,
  } as const;
  return { kind: 'turn-back', because };
}

/** Leaves to a person what a person asked to decide. */
function heldBack(decision: Decision, { strategy, told }: Rollout): Decision {
  if (decision.kind === 'act' && told.paused) {
    return { kind: 'hold', why: 'paused', reason: 'it is paused' };
  }
  if (decision.kind === 'turn-back' && !strategy.autoRollback && isFailure(decision.because)) {
    return { kind: 'hold', why: 'failed', reason: reasonOf(decision.because) };
  }
  return decision;
}

/**
 * Whether it went wrong by itself, half way; what was asked for, or cut off, is undone in any case. Where a test before
 * everything has failed there is nothing to look at.
 */
export const isFailure = (because: Because): boolean => {
  if (because.kind === 'check-failed') return because.test !== 'before';
  return because.kind !== 'aborted' && because.kind !== 'interrupted' && because.kind !== 'killed';
};
