import { seconds } from '../model/duration.ts';
import type { ReleaseId } from '../model/release.ts';
import { runHooks } from './ask-checks.ts';
import { stood } from './await-health.ts';
import { after } from './moments.ts';
import type { Rollout } from './rollout.ts';
import { failedTraffic } from './traffic-gate.ts';
import { firstOf } from './two-sides.ts';
import type { Rule } from './two-sides.ts';

/** Answers in a row after which test traffic agrees; and how long it must go well where requests are few. */
const answers = 10;
const goodFor = seconds(1);

/**
 * Lets by when requests that name the new side are answered by it, before any of a user's is. A side that is gone back
 * to and stood all the time has had users' requests already, and without a prober there is nobody to ask.
 */
export const tryTestTraffic: Rule = (sides) => {
  if (!sides.rollout.probed || stood(sides.rollout)) return undefined;
  return firstOf(sides, [
    runHooks('before-test-traffic'),
    open,
    awaitAnswers,
    runHooks('after-test-traffic'),
  ]);
};

const open: Rule = ({ observed, rollout }) => {
  const wanted = testSides(rollout);
  const has = (sides: readonly ReleaseId[]): boolean =>
    sides.length === wanted.length && wanted.every((side) => sides.includes(side));
  if (has(rollout.ordered.testTraffic) && has(observed.listener?.testTraffic ?? [])) return undefined;
  return { kind: 'act', actions: [{ kind: 'set-test-traffic', releases: wanted }] };
};

const awaitAnswers: Rule = ({ rollout, now }) => {
  const traffic = rollout.testTraffic[rollout.toSide];
  if (traffic !== undefined && traffic.failures >= 3) {
    return { kind: 'turn-back', because: failedTraffic(traffic, rollout.to) };
  }
  if (traffic?.okSince !== undefined) {
    const inRow = traffic.failures === 0 && traffic.requests >= answers;
    if (inRow || now >= after(traffic.okSince, goodFor)) return undefined;
  }
  return { kind: 'wait', reason: `test requests to ${rollout.to} to succeed` };
};

/** Ends test traffic where some was ordered or is seen. */
export const closeTestTraffic: Rule = ({ observed, rollout }) => {
  const seen = observed.listener?.testTraffic ?? [];
  if (rollout.ordered.testTraffic.length === 0 && seen.length === 0) return undefined;
  return { kind: 'act', actions: [{ kind: 'set-test-traffic', releases: [] }] };
};

/** The new side; and the old one where a gate compares the two. */
function testSides({ kind, checks, strategy, toSide, fromSide }: Rollout): readonly ReleaseId[] {
  const steps = strategy.kind === 'canary' ? strategy.steps : [];
  const gates = [...checks, ...steps.flatMap((step) => (step.kind === 'gate' ? [step.gate] : []))];
  const compares = kind === 'deploy' && gates.some((check) => check.kind === 'compare');
  return compares && fromSide !== undefined ? [fromSide, toSide] : [toSide];
}
