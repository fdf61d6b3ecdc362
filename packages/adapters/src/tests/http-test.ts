import { setTimeout as pause } from 'node:timers/promises';
import { formatDuration, milliseconds, seconds } from '@imago/engine';
import type { CheckSample, Duration, TestSettings, TestSignals, TestTarget } from '@imago/engine';
import { eachInstance } from '../checks/each-instance.ts';
import { request } from '../checks/request.ts';
import { judgeAnswer } from '../checks/sample-http.ts';
import { within } from '../checks/within.ts';
import { lateWords } from './found.ts';
import type { Found } from './found.ts';
import { addressesOfTest, variablesOfTest } from './test-variables.ts';
import { limitTime } from './time-limit.ts';

/** What is asked, and what answer is expected. */
export type HttpAction = Extract<TestSettings['action'], { readonly kind: 'http' }>;

/** Between two requests during an upgrade. */
const interval = 1000;
/** During an upgrade no request may wait for longer. */
const patience = seconds(10);
/** In a URL that is asked of every machine. */
const eachAddress = /\$\{IMAGO_ADDRESS\}|\$IMAGO_ADDRESS(?![A-Z0-9_])/g;

/** A request is answered as expected; during an upgrade every one is, with a second between two. */
export async function runHttpTest(
  action: HttpAction,
  timeout: Duration,
  target: TestTarget,
  signals: TestSignals,
): Promise<Found> {
  const { stop } = signals;
  if (stop !== undefined) return again(action, timeout, target, { ...signals, stop });
  const { ok, detail } = await within(timeout, lateWords(timeout, false), signals.abort, (signal) =>
    askAll(action, target, signal),
  );
  return { passed: ok, detail, output: [] };
}

async function again(
  action: HttpAction,
  timeout: Duration,
  target: TestTarget,
  signals: TestSignals & { readonly stop: AbortSignal },
): Promise<Found> {
  const { stop } = signals;
  const limit = limitTime(timeout, signals);
  const most = milliseconds(Math.min(timeout.milliseconds, patience.milliseconds));
  try {
    for (let count = 1; ; count += 1) {
      const { ok, detail } = await within(
        most,
        `no answer within ${formatDuration(most)}`,
        limit.signal,
        (signal) => askAny(action, target, signal),
      ).catch(failed);
      if (!ok) return { passed: false, detail: `request ${count}: ${detail}`, output: [] };
      if (stop.aborted) {
        const requests = count === 1 ? '1 request' : `${count} requests`;
        return { passed: true, detail: `${requests}, all as expected, the last: ${detail}`, output: [] };
      }
      await pause(interval, undefined, { signal: AbortSignal.any([limit.signal, stop]) }).catch(
        () => undefined,
      );
    }
  } finally {
    limit.clear();
  }
}

/** Every machine answers as expected, where the URL is one of each of them. */
async function askAll(action: HttpAction, target: TestTarget, signal: AbortSignal): Promise<CheckSample> {
  const url = filledIn(action.url, target);
  if (!asksEach(url)) return ask(url, action, signal);
  const { members, instances } = target;
  const asked = [
    ...members.map(({ name, address }) => ({ id: name, address })),
    ...instances.map((address) => ({ id: 'the instance', address })),
  ];
  if (asked.length === 0) return nobody;
  return eachInstance(asked, (address) => ask(url.replace(eachAddress, address), action, signal), signal);
}

/** One of them does, as a client finds that knows them all: during an upgrade one may be out. */
async function askAny(action: HttpAction, target: TestTarget, signal: AbortSignal): Promise<CheckSample> {
  const url = filledIn(action.url, target);
  if (!asksEach(url)) return ask(url, action, signal);
  const addresses = addressesOfTest(target);
  if (addresses.length === 0) return nobody;
  const enough = new AbortController();
  const given = AbortSignal.any([signal, enough.signal]);
  const failures: string[] = [];
  const asked = addresses.map(async (address): Promise<CheckSample> => {
    const answer = await ask(url.replace(eachAddress, address), action, given).catch(failed);
    if (answer.ok) return answer;
    failures.push(answer.detail);
    throw new Error(answer.detail);
  });
  try {
    // Who is out is not waited for.
    return await Promise.any(asked);
  } catch {
    signal.throwIfAborted();
    return { ok: false, detail: failures.join('; ') };
  } finally {
    enough.abort(new Error('another one has answered'));
  }
}

const failed = (error: unknown): CheckSample => ({
  ok: false,
  detail: error instanceof Error ? error.message : String(error),
});

const asksEach = (url: string): boolean => url.search(eachAddress) >= 0;

const nobody: CheckSample = { ok: false, detail: 'no machine has an address to ask' };

async function ask(url: string, action: HttpAction, signal: AbortSignal): Promise<CheckSample> {
  if (!URL.canParse(url)) return { ok: false, detail: `${JSON.stringify(url)} is no URL` };
  return judgeAnswer(action, await request(new URL(url), { method: 'GET', headers: {}, signal }));
}

/** The URL with the environment's variables in it; that of each machine stays. */
function filledIn(url: string, target: TestTarget): string {
  const variables = variablesOfTest(target);
  return url.replaceAll(/\$\{(IMAGO_[A-Z0-9_]+)\}|\$(IMAGO_[A-Z0-9_]+)/g, (written, braced, plain) => {
    const name = String(braced ?? plain);
    if (name === 'IMAGO_ADDRESS') return written;
    const value = variables[name];
    if (value === undefined) throw new Error(`there is no variable ${name} that a URL could have in it`);
    if (value === '') throw new Error(`${name} is empty: the environment has none`);
    return value;
  });
}
