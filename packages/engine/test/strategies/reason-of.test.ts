import { expect, test } from 'vitest';
import { reasonOf } from '../../src/strategies/reason-of.ts';

test('requests that failed are told apart by the way they took', () => {
  const failed = { kind: 'traffic-failed', requests: 12, failures: 3, lastFailure: 'status 500' } as const;
  expect(reasonOf(failed)).toBe("3 of 12 sampled requests on users' way failed, the last with status 500");
  expect(reasonOf({ ...failed, tested: 'r2' })).toBe(
    '3 of 12 test requests to r2 failed, the last with status 500',
  );
});
