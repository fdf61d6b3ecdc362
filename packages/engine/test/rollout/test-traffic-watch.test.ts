import { expect, test } from 'vitest';
import type { Clock, Observed, ProbeSample, Prober } from '@imago/engine';
import { fleetSettings } from '@imago/testkit';
import { watchTestTraffic } from '../../src/rollout/test-traffic-watch.ts';
import { environment, side } from '../strategies/build.ts';

const open = (...testTraffic: readonly `r${number}`[]): Observed => ({
  ...environment(side('r1', { weight: 100 }), side('r2', { weight: 0 })),
  listener: { arn: 'arn:listener', port: 80, testTraffic },
});
const answer = (ok: boolean): ProbeSample => ({ at: new Date(0), ok, status: ok ? 200 : 503, latencyMs: 1 });

let time = 0;
const clock: Pick<Clock, 'now' | 'sleep'> = {
  now: () => new Date(time),
  sleep: () => Promise.reject(new Error('nobody sleeps here')),
};

/** A prober that keeps who was asked, and lets a test answer for each. */
function fakeProber() {
  const runs: { readonly side: string; stopped: boolean; readonly answer: (sample: ProbeSample) => void }[] =
    [];
  const prober: Prober = {
    start(_url, { headers, onSample }) {
      const run = {
        side: headers?.['x-imago-release'] ?? 'users',
        stopped: false,
        answer: (sample: ProbeSample) => onSample?.(sample),
      };
      runs.push(run);
      const totals = () => ({ requests: 0, failures: 0, p50Ms: 2, p99Ms: 9 });
      return {
        totals,
        async stop() {
          run.stopped = true;
          return totals();
        },
      };
    },
  };
  return { prober, runs };
}

test('exactly the sides that the listener has rules for are asked, each by its header', async () => {
  const { prober, runs } = fakeProber();
  const watch = watchTestTraffic(fleetSettings(), { prober, clock });
  watch.follow(open());
  expect(runs).toEqual([]);
  watch.follow(open('r1', 'r2'));
  watch.follow(open('r1', 'r2'));
  expect(runs.map(({ side: name }) => name)).toEqual(['r1', 'r2']);
  runs[1]?.answer(answer(true));
  runs[1]?.answer(answer(false));
  expect(watch.traffic()).toEqual({
    r1: { requests: 0, failures: 0, p50Ms: 2, p99Ms: 9 },
    r2: { requests: 2, failures: 1, since: new Date(0), lastFailure: 'status 503', p50Ms: 2, p99Ms: 9 },
  });
  await watch.stop();
  expect(runs.every(({ stopped }) => stopped)).toBe(true);
});

test('a side whose rule has gone is no longer asked, and begins anew when it comes back', async () => {
  const { prober, runs } = fakeProber();
  const watch = watchTestTraffic(fleetSettings(), { prober, clock });
  watch.follow(open('r2'));
  watch.follow(open());
  expect([runs[0]?.stopped, watch.traffic()]).toEqual([true, {}]);
  watch.follow(open('r2'));
  runs[0]?.answer(answer(false));
  expect(watch.traffic()['r2']).toMatchObject({ requests: 0, failures: 0 });
  await watch.stop();
});

test('what was answered before this machine slept tells nothing of now', async () => {
  const { prober, runs } = fakeProber();
  const watch = watchTestTraffic(fleetSettings(), { prober, clock });
  const since = (): Date | undefined => watch.traffic()['r2']?.okSince;
  watch.follow(open('r2'));
  runs[0]?.answer(answer(true));
  expect(since()).toStrictEqual(new Date(0));
  time = 60_000;
  expect(since()).toBeUndefined();
  runs[0]?.answer({ ...answer(true), at: clock.now() });
  expect(since()).toStrictEqual(new Date(60_000));
  time = 0;
  await watch.stop();
});

test('nobody is asked where the load balancer cannot be reached from here', () => {
  const { prober, runs } = fakeProber();
  watchTestTraffic(fleetSettings({ probe: 'off' }), { prober, clock }).follow(open('r2'));
  expect(runs).toEqual([]);
});
