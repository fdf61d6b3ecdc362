import { seconds } from '@imago/engine';
import type { GateSettings, HookSettings, Observed, ReleaseId, Side } from '@imago/engine';
import type { Rollout } from '../../../src/strategies/rollout.ts';
import { ago, environment, rollout, side } from '../build.ts';

/** Every instance of a side that `side()` makes, healthy for so many seconds. */
export const healthyFor = (length: number, release: ReleaseId = 'r2', count = 3): Rollout['healthySinceOf'] =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`i-${release}-${index}`, ago(length)]));

export const goodTest = { requests: 10, failures: 0, okSince: ago(1), p50Ms: 1, p99Ms: 2 };

/** The moment in which all but the shift is done. */
export const shown = (changes: Partial<Rollout> = {}): Rollout =>
  rollout({
    healthySince: ago(30),
    healthySinceOf: healthyFor(30),
    ordered: { testTraffic: ['r2'] },
    testTraffic: { r2: goodTest },
    ...changes,
  });

/** Ten seconds after the shift, with good answers for the last five. */
export const shifted = (changes: Partial<Rollout> = {}): Rollout =>
  shown({
    shiftedAt: ago(10),
    ordered: { share: { weight: 100, at: ago(10) }, testTraffic: ['r2'] },
    traffic: { requests: 50, failures: 0, okSince: ago(5) },
    ...changes,
  });

/** The old side with all traffic and the new one with none; test traffic open. */
export const before = (
  live: Side = side('r1', { weight: 100 }),
  next: Side = side('r2', { weight: 0 }),
): Observed => withTest(environment(live, next), 'r2');

/** The new side with all traffic and the old one with none. */
export const afterwards = (
  live: Side = side('r1', { weight: 0 }),
  next: Side = side('r2', { weight: 100 }),
): Observed => withTest(environment(live, next), 'r2');

export const withTest = (observed: Observed, ...testTraffic: readonly ReleaseId[]): Observed => ({
  ...observed,
  listener: { arn: 'arn:listener', port: 80, testTraffic },
});

const sampling = { interval: seconds(1), count: 1, failureLimit: 0, timeout: seconds(1) };

export const gate = (name: string, at: GateSettings['at']): GateSettings => ({
  kind: 'command',
  name,
  at,
  on: 'here',
  run: 'true',
  sampling,
});

export const probe = (at: GateSettings['at']): GateSettings => ({
  kind: 'tcp',
  name: 'port',
  at,
  from: 'instances',
  port: 8080,
  sampling,
});

export const approval = (at: GateSettings['at']): GateSettings => ({ kind: 'approval', name: 'yes', at });

export const compare = (at: GateSettings['at']): GateSettings => ({
  kind: 'compare',
  name: 'compare',
  at,
  maxErrorRateIncrease: 0,
  maxLatencyRatio: 2,
  minRequests: 10,
});

export const hook = (
  at: HookSettings['at'],
  onFailure: HookSettings['onFailure'] = 'turn-back',
): HookSettings => ({
  kind: 'hook',
  name: 'do',
  at,
  action: { kind: 'command', run: 'true' },
  timeout: seconds(5),
  onFailure,
});

/** A check that has ended. */
export const ended = (
  key: string,
  result: 'passed' | 'failed' | 'overridden' = 'passed',
): Pick<Rollout, 'checkEnds'> => ({ checkEnds: { [key]: { result, detail: '' } } });
