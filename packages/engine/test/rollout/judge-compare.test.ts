import { expect, test } from 'vitest';
import type { CompareGate, SideTraffic } from '@imago/engine';
import { judgeCompare } from '../../src/rollout/judge-compare.ts';

const gate: CompareGate = {
  kind: 'compare',
  name: 'compare',
  at: 'step',
  maxErrorRateIncrease: 0.01,
  maxLatencyRatio: 1.5,
  minRequests: 100,
};
const seen = (changes: Partial<SideTraffic> = {}): SideTraffic => ({
  requests: 200,
  failures: 0,
  p50Ms: 5,
  p99Ms: 20,
  ...changes,
});

test.each<readonly [string, SideTraffic | undefined, SideTraffic | undefined, string]>([
  ['waits for the first request', undefined, undefined, 'running'],
  ['waits for enough requests to the new side', seen({ requests: 99 }), seen(), 'running'],
  ['waits for enough requests to the old side', seen(), seen({ requests: 99 }), 'running'],
  ['passes with enough', seen(), seen(), 'passed'],
  ['forgives as many more errors as are allowed', seen({ failures: 2 }), seen(), 'passed'],
  ['fails with more', seen({ failures: 3 }), seen(), 'failed'],
  ['measures errors against those of the old side', seen({ failures: 12 }), seen({ failures: 10 }), 'passed'],
  ['forgives a latency within the ratio', seen({ p99Ms: 30 }), seen(), 'passed'],
  ['fails with a longer one', seen({ p99Ms: 31 }), seen(), 'failed'],
])('a comparison %s', (_rule, canary, baseline, state) => {
  expect(judgeCompare(gate, canary, baseline).state).toBe(state);
});

test('a comparison that failed names both numbers and what is allowed', () => {
  expect(judgeCompare(gate, seen({ failures: 20 }), seen()).detail).toBe(
    '10.0 % of requests failed, 0.0 % on the side before, at most 1.0 % more is allowed',
  );
});
