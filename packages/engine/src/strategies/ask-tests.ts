import type { Check, TestCheck, TestMoment } from '../model/check.ts';
import type { Decision } from './decision.ts';
import { passChecks, requestsOf } from './pass-checks.ts';
import type { ChecksSeen } from './pass-checks.ts';

/** What is known of the tests of a rollout, whatever is rolled out. */
export type TestsSeen = ChecksSeen & { readonly checks: readonly Check[] };

/**
 * Lets by when the tests have passed that come before everything, those that go on beside it have begun, and none of
 * them has failed.
 */
export const openTests = (seen: TestsSeen): Decision<never> | undefined =>
  pass(seen, 'before') ?? begin(seen) ?? holdDuring(seen);

/**
 * What has the last word, once a release has shown itself: gates, then the tests beside the rollout as they come to
 * their end, then those after it, and a person last.
 */
export const lastWord = <A>(gates: Decision<A> | undefined, seen: TestsSeen): Decision<A> | undefined =>
  gates?.kind === 'wait' ? gates : (closeTests(seen) ?? gates);

const closeTests = (seen: TestsSeen): Decision<never> | undefined =>
  holdDuring(seen) ?? end(seen) ?? pass(seen, 'after');

function begin(seen: TestsSeen): Decision<never> | undefined {
  const open = openAt(seen, 'during');
  const missing = open.filter(({ name }) => seen.checkStates[`during/${name}`] === undefined);
  if (missing.length === 0) return undefined;
  return { kind: 'wait', reason: `${namesOf(missing)} to start`, meant: true, checks: asked(open, seen) };
}

/** One that has ended by itself has said how it went. */
function holdDuring(seen: TestsSeen): Decision<never> | undefined {
  const { checkStates, checkEnds, told } = seen;
  const ended = testsAt(seen, 'during').filter(({ name }) => {
    const key = `during/${name}`;
    const state = checkStates[key]?.state ?? 'running';
    return state !== 'running' || checkEnds[key] !== undefined || told.overrides[name] !== undefined;
  });
  return passChecks(ended, seen, { stage: 'during', instances: [] });
}

function end(seen: TestsSeen): Decision<never> | undefined {
  const open = openAt(seen, 'during');
  if (open.length === 0) return undefined;
  const checks = asked(open, seen).map((request) => ({ ...request, stop: true }) as const);
  return { kind: 'wait', reason: `${namesOf(open)} to end`, meant: true, checks };
}

/** A test has a time limit of its own: to wait for it is no lack of progress. */
function pass(seen: TestsSeen, moment: TestMoment): Decision<never> | undefined {
  const decision = passChecks(testsAt(seen, moment), seen, { stage: moment, instances: [] });
  return decision?.kind === 'wait' ? { ...decision, meant: true } : decision;
}

const testsAt = ({ checks }: TestsSeen, moment: TestMoment): readonly TestCheck[] =>
  checks.flatMap((check) => (check.kind === 'test' && check.at === moment ? [check] : []));

const openAt = (seen: TestsSeen, moment: TestMoment): readonly TestCheck[] =>
  testsAt(seen, moment).filter(({ name }) => seen.checkEnds[`${moment}/${name}`] === undefined);

const asked = (tests: readonly TestCheck[], seen: TestsSeen): ReturnType<typeof requestsOf> =>
  requestsOf(tests, seen, { stage: 'during', instances: [] });

const namesOf = (tests: readonly TestCheck[]): string => tests.map(({ name }) => name).join(', ');
