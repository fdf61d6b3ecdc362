import type { TargetGroupRecord, TargetReason, TargetRecord } from '../store/records/elbv2.ts';
import type { HealthCheckOutcome } from './target-health-check.ts';

/** The checks of a target so far. */
export interface Streak {
  readonly passed: number;
  readonly failed: number;
}

/** What a check makes of a target. */
export interface Verdict {
  readonly streak: Streak;
  readonly state: 'initial' | 'healthy' | 'unhealthy';
  readonly reason?: TargetReason;
  readonly description?: string;
}

type HealthCheck = TargetGroupRecord['healthCheck'];

/**
 * Judges a target by one more check, as ELB does: a new target needs one passed check to be healthy, an unhealthy
 * one as many in a row as the healthy threshold says; a healthy one may fail up to the unhealthy threshold.
 * New targets are checked more often here than on AWS, so they fail by their age as well: `ageSeconds` is the time
 * since their first check.
 */
export function judgeTarget(
  current: Pick<TargetRecord, 'state' | 'reason' | 'description'>,
  streak: Streak,
  outcome: HealthCheckOutcome,
  healthCheck: HealthCheck,
  ageSeconds: number,
): Verdict {
  const state = current.state === 'draining' ? 'initial' : current.state;
  if (outcome.kind === 'answered' && matchesCode(healthCheck.matcher, outcome.status)) {
    const next: Streak = { passed: streak.passed + 1, failed: 0 };
    const needed = state === 'unhealthy' ? healthCheck.healthyThreshold : 1;
    return next.passed >= needed
      ? { streak: next, state: 'healthy' }
      : { ...keep(current, state), streak: next };
  }
  const next: Streak = { passed: 0, failed: streak.failed + 1 };
  const tooOld = ageSeconds >= healthCheck.unhealthyThreshold * healthCheck.intervalSeconds;
  const tooMany = next.failed >= healthCheck.unhealthyThreshold;
  const fails = state === 'unhealthy' || (tooMany && (state === 'healthy' || tooOld));
  return fails
    ? { streak: next, state: 'unhealthy', ...explain(outcome) }
    : { ...keep(current, state), streak: next };
}

/** True when a matcher such as `200`, `200-299` or `200,301` has the status code. */
export function matchesCode(matcher: string, status: number): boolean {
  return matcher.split(',').some((part) => {
    const [first, last = first] = part.trim().split('-').map(Number);
    return first !== undefined && last !== undefined && status >= first && status <= last;
  });
}

function keep(
  { reason, description }: Pick<TargetRecord, 'reason' | 'description'>,
  state: Verdict['state'],
): Omit<Verdict, 'streak'> {
  return {
    state,
    ...(reason === undefined ? {} : { reason }),
    ...(description === undefined ? {} : { description }),
  };
}

function explain(outcome: HealthCheckOutcome): Required<Pick<Verdict, 'reason' | 'description'>> {
  switch (outcome.kind) {
    case 'answered':
      return {
        reason: 'Target.ResponseCodeMismatch',
        description: `Health checks failed with these codes: [${outcome.status}]`,
      };
    case 'timed-out':
      return { reason: 'Target.Timeout', description: 'Request timed out' };
    case 'failed':
      return { reason: 'Target.FailedHealthChecks', description: 'Health checks failed' };
    default:
      return outcome satisfies never;
  }
}
