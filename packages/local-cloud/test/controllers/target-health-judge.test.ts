import { expect, test } from 'vitest';
import type { HealthCheckOutcome } from '../../src/controllers/target-health-check.ts';
import { judgeTarget, matchesCode } from '../../src/controllers/target-health-judge.ts';
import { INITIAL_HEALTH_CHECK } from '../../src/services/elbv2/read-health-check.ts';
import type { TargetRecord } from '../../src/store/records/elbv2.ts';

const SETTINGS = { ...INITIAL_HEALTH_CHECK, intervalSeconds: 10, healthyThreshold: 3, unhealthyThreshold: 2 };
const OK: HealthCheckOutcome = { kind: 'answered', status: 200 };
const BAD: HealthCheckOutcome = { kind: 'answered', status: 500 };

/** Judges one check after another, `ageSeconds` apart, and gives the states. */
function judgeAll(
  state: TargetRecord['state'],
  outcomes: readonly HealthCheckOutcome[],
  apart: number,
): readonly string[] {
  let current: Pick<TargetRecord, 'state' | 'reason' | 'description'> = { state };
  let streak = { passed: 0, failed: 0 };
  return outcomes.map((outcome, index) => {
    const verdict = judgeTarget(current, streak, outcome, SETTINGS, index * apart);
    ({ streak } = verdict);
    current = verdict;
    return verdict.state;
  });
}

test.each([
  ['a new target is healthy after one passed check', 'initial', [OK], 10, ['healthy']],
  [
    'a new target that fails is unhealthy in time',
    'initial',
    [BAD, BAD, BAD],
    10,
    ['initial', 'initial', 'unhealthy'],
  ],
  [
    'a new target asked often gets the same time',
    'initial',
    [BAD, BAD, BAD, OK],
    1,
    ['initial', 'initial', 'initial', 'healthy'],
  ],
  [
    'one failure does not hurt',
    'healthy',
    [BAD, OK, BAD, OK],
    10,
    ['healthy', 'healthy', 'healthy', 'healthy'],
  ],
  ['as many failures in a row as the threshold do', 'healthy', [BAD, BAD], 10, ['healthy', 'unhealthy']],
  [
    'an unhealthy target must pass in a row',
    'unhealthy',
    [OK, OK, BAD, OK, OK, OK],
    10,
    ['unhealthy', 'unhealthy', 'unhealthy', 'unhealthy', 'unhealthy', 'healthy'],
  ],
] as const)('%s', (_, state, outcomes, apart, states) => {
  expect(judgeAll(state, outcomes, apart)).toEqual(states);
});

test('an unhealthy target says what its last check found', () => {
  const verdict = judgeTarget({ state: 'unhealthy' }, { passed: 0, failed: 9 }, BAD, SETTINGS, 99);
  expect(verdict.description).toBe('Health checks failed with these codes: [500]');
});

test.each([
  ['200', 200, true],
  ['200', 201, false],
  ['200-299', 204, true],
  ['200,301', 301, true],
  ['200-204, 301-302', 302, true],
  ['200-204,301', 300, false],
])('the matcher %s and the code %d: %s', (matcher, status, matches) => {
  expect(matchesCode(matcher, status)).toBe(matches);
});
