import { describe, expect, test } from 'vitest';
import { milliseconds, minutes, seconds } from '@imago/engine';
import type { CheckRequest, CheckSample, GateSettings, HookSettings, Sampling } from '@imago/engine';
import { createVirtualClock } from '@imago/testkit';
import { watchChecks } from '../../src/rollout/check-watch.ts';
import { testStand } from './test-stand.ts';

const sampling: Sampling = { interval: seconds(10), count: 3, failureLimit: 1, timeout: seconds(5) };
const gate = (changes: Partial<GateSettings> = {}): CheckRequest['check'] =>
  ({
    kind: 'command',
    name: 'smoke',
    at: 'before-shift',
    on: 'here',
    run: 'true',
    sampling,
    ...changes,
  }) as Extract<GateSettings, { kind: 'command' }>;
const hook: HookSettings = {
  kind: 'hook',
  name: 'warm',
  at: 'before-shift',
  action: { kind: 'command', run: 'true' },
  timeout: seconds(30),
  onFailure: 'turn-back',
};
const ask = (check: CheckRequest['check'], id = 'i-1'): CheckRequest => ({
  key: `stage/${check.name}`,
  check,
  instances: [{ id }],
  canary: 'r2',
});

/** A watch whose samples answer as told, the last answer again and again; `never` never answers. */
function watching(...answers: readonly (CheckSample | 'never')[]) {
  const clock = createVirtualClock();
  const asked: { readonly at: number; readonly instances: readonly string[] }[] = [];
  const begun = clock.time();
  const watch = watchChecks(
    () => ({ environment: { project: 'shop', environment: 'production' }, to: 'r2', port: 80 }),
    {
      clock,
      emit: () => undefined,
      checks: {
        async sample({ instances }) {
          asked.push({ at: (clock.time() - begun) / 1000, instances: instances.map(({ id }) => id) });
          const answer = answers[Math.min(asked.length, answers.length) - 1];
          if (answer === 'never') return new Promise(() => undefined);
          return answer ?? { ok: true, detail: 'fine' };
        },
      },
      tests: testStand().tests,
    },
    () => ({ members: [], instances: [] }),
  );
  const pass = (length: number): Promise<void> =>
    clock.drive(clock.sleep(seconds(length), new AbortController().signal), minutes(60));
  const state = (name = 'smoke') => watch.states({})[`stage/${name}`];
  return { watch, asked, pass, state, stop: () => clock.drive(watch.stop(), milliseconds(1)) };
}

const good: CheckSample = { ok: true, detail: 'status 200' };
const bad: CheckSample = { ok: false, detail: 'status 503' };

describe('a gate', () => {
  test('passes after so many successes in a row, one per interval', async () => {
    const { watch, asked, pass, state } = watching(good);
    watch.ask([ask(gate())]);
    await pass(19);
    expect(state()).toEqual({ state: 'running', detail: 'status 200' });
    await pass(2);
    expect(state()).toEqual({ state: 'passed', detail: 'status 200' });
    await pass(60);
    expect(asked.map(({ at }) => at)).toEqual([0, 10, 20]);
  });

  test('counts anew after a failure that is forgiven', async () => {
    const { watch, pass, state } = watching(good, good, bad, good);
    watch.ask([ask(gate())]);
    await pass(41);
    expect(state()?.state).toBe('running');
    await pass(10);
    expect(state()?.state).toBe('passed');
  });

  test('fails with one failure more than is forgiven', async () => {
    const { watch, pass, state } = watching(bad);
    watch.ask([ask(gate())]);
    await pass(9);
    expect(state()?.state).toBe('running');
    await pass(2);
    expect(state()).toEqual({ state: 'failed', detail: 'status 503' });
  });

  test('takes no answer in time for a failure', async () => {
    const { watch, pass, state } = watching('never');
    watch.ask([ask(gate())]);
    await pass(21);
    expect(state()).toEqual({ state: 'failed', detail: 'no answer within 5s' });
  });

  test('that always holds never passes', async () => {
    const { watch, asked, pass, state } = watching(good);
    watch.ask([ask(gate({ at: 'always' }))]);
    await pass(101);
    expect([state()?.state, asked.length]).toEqual(['running', 11]);
  });
});

test('what is asked for again goes on, about the instances that there are by now', async () => {
  const { watch, asked, pass } = watching(good);
  watch.ask([ask(gate())]);
  await pass(1);
  watch.ask([ask(gate(), 'i-2')]);
  await pass(10);
  expect(asked).toEqual([
    { at: 0, instances: ['i-1'] },
    { at: 10, instances: ['i-2'] },
  ]);
});

test('what is no longer asked for is forgotten, and begins anew', async () => {
  const { watch, asked, pass, state } = watching(good);
  watch.ask([ask(gate())]);
  await pass(11);
  watch.ask([]);
  expect(state()).toBeUndefined();
  await pass(20);
  watch.ask([ask(gate())]);
  await pass(11);
  expect([state()?.state, asked.length]).toEqual(['running', 4]);
});

test('what gates saw is forgotten when another release is launched; a hook is not asked twice', async () => {
  const { watch, asked, pass, state } = watching(bad, bad, good);
  watch.ask([ask(gate()), ask(hook)]);
  await pass(1);
  watch.forget();
  watch.ask([ask(gate()), ask(hook)]);
  expect([state()?.state, state('warm')?.state]).toEqual(['running', 'failed']);
  await pass(21);
  expect([state()?.state, asked.length]).toEqual(['passed', 5]);
});

test('a hook is asked once, and not again when it fails', async () => {
  const { watch, asked, pass, state } = watching(bad);
  watch.ask([ask(hook)]);
  await pass(60);
  expect([state('warm'), asked.length]).toEqual([{ state: 'failed', detail: 'status 503' }, 1]);
});

test('stopping waits for nobody who does not answer', async () => {
  const { watch, pass, stop } = watching('never');
  watch.ask([ask(hook)]);
  await pass(1);
  await stop();
  expect(watch.states({})).toEqual({});
});
