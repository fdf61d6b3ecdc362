import { seconds } from '../model/duration.ts';
import type { CheckRequest, CheckState, Sampling, TestCheck } from '../model/check.ts';
import type { SideTraffic } from '../model/traffic.ts';
import type { CheckContext } from '../ports/check-sampler.ts';
import type { TestTarget } from '../ports/test-runner.ts';
import { judgeCompare } from './judge-compare.ts';
import { optional } from './optional.ts';
import type { RolloutPorts } from './ports.ts';
import { runTest } from './run-test.ts';
import { sampleCheck } from './sample-check.ts';

/** Gates, hooks and tests that a strategy waits for, carried on between two looks at the cloud. */
export interface CheckWatch {
  /** Begins what is asked for and was not, goes on with what is asked for again, and forgets the rest. */
  ask(requests: readonly CheckRequest[]): void;
  /** What was seen was another release's: gates begin anew when they are next asked for. What hooks and tests do stays done. */
  forget(): void;
  states(testTraffic: Readonly<Record<string, SideTraffic>>): Readonly<Record<string, CheckState>>;
  stop(): Promise<void>;
}

interface Carried {
  /** The latest: instances come and go. */
  request: CheckRequest;
  readonly forgotten: AbortController;
  /** Asks a test that goes on for as long as it is let to come to its end. */
  readonly stop: AbortController;
  readonly ended: Promise<void>;
  state: CheckState;
}

/** Asked once: what a hook does is not done twice. */
const once: Pick<Sampling, 'count' | 'failureLimit' | 'interval'> = {
  count: 1,
  failureLimit: 0,
  interval: seconds(0),
};

/** The machines that a test of a moment is about. */
export type MachinesOf = (moment: TestTarget['moment']) => Pick<TestTarget, 'members' | 'instances'>;

/** Carries on checks with the port's clock; `contextOf` is asked again for every sample. */
export function watchChecks(
  contextOf: () => CheckContext,
  ports: Pick<RolloutPorts, 'checks' | 'tests' | 'clock' | 'emit'>,
  machinesOf: MachinesOf,
): CheckWatch {
  const carried = new Map<string, Carried>();
  const ending = new Set<Promise<void>>();

  const drop = (key: string, { forgotten, ended }: Carried): void => {
    carried.delete(key);
    forgotten.abort(new Error('no longer asked for'));
    const gone = ended.finally(() => ending.delete(gone));
    ending.add(gone);
  };

  const begin = (request: CheckRequest): void => {
    const forgotten = new AbortController();
    const entry: Carried = {
      request,
      forgotten,
      stop: new AbortController(),
      state: { state: 'running', detail: 'not asked yet' },
      ended: Promise.resolve().then(() => carryOn(entry).catch(() => undefined)),
    };
    carried.set(request.key, entry);
  };

  const runOnce = async (entry: Carried, { at, test }: TestCheck): Promise<void> => {
    const { forgotten, stop } = entry;
    const signals = { abort: forgotten.signal, ...(at === 'during' ? { stop: stop.signal } : {}) };
    const { environment, to, from, url } = contextOf();
    const known = optional({ previous: from, url });
    const target = { environment, release: to, moment: at, ...machinesOf(at), ...known };
    const { passed, detail } = await runTest(test, target, ports, signals);
    entry.state = { state: passed ? 'passed' : 'failed', detail };
  };

  const carryOn = async (entry: Carried): Promise<void> => {
    const { forgotten } = entry;
    const { check, key } = entry.request;
    if (check.kind === 'compare') return;
    if (check.kind === 'test') return runOnce(entry, check);
    const { count, failureLimit, interval } = check.kind === 'hook' ? once : check.sampling;
    // What must hold all the time is never through.
    const endless = check.kind !== 'hook' && check.at === 'always';
    let [passed, failed] = [0, 0];
    for (;;) {
      const { ok, detail, value } = await sampleCheck(
        { ...entry.request, check },
        contextOf(),
        ports,
        forgotten.signal,
      );
      if (forgotten.signal.aborted) return;
      const measured = value === undefined ? {} : { value };
      ports.emit({ code: 'check-sampled', key, name: check.name, ok, detail, ...measured });
      [passed, failed] = ok ? [passed + 1, failed] : [0, failed + 1];
      const state = failed > failureLimit ? 'failed' : passed >= count && !endless ? 'passed' : 'running';
      entry.state = { state, detail };
      if (state !== 'running') return;
      await ports.clock.sleep(interval, forgotten.signal);
    }
  };

  return {
    ask(requests) {
      const wanted = new Set(requests.map(({ key }) => key));
      for (const [key, entry] of carried) {
        if (!wanted.has(key)) drop(key, entry);
      }
      for (const request of requests) {
        const entry = carried.get(request.key);
        if (entry === undefined) begin(request);
        else entry.request = request;
        if (request.stop === true)
          carried.get(request.key)?.stop.abort(new Error('it is to come to its end'));
      }
    },
    forget() {
      for (const [key, entry] of carried) {
        const { kind } = entry.request.check;
        if (kind !== 'hook' && kind !== 'test') drop(key, entry);
      }
    },
    states: (testTraffic) =>
      Object.fromEntries(
        [...carried].map(([key, { request, state }]): [string, CheckState] => [
          key,
          judged(request, testTraffic) ?? state,
        ]),
      ),
    async stop() {
      for (const [key, entry] of carried) drop(key, entry);
      await Promise.all(ending);
    },
  };
}

/** Comparisons are judged by test traffic, and need nobody to ask. */
function judged(
  { check, canary, baseline }: CheckRequest,
  testTraffic: Readonly<Record<string, SideTraffic>>,
): CheckState | undefined {
  if (check.kind !== 'compare') return undefined;
  if (baseline === undefined) return { state: 'passed', detail: 'there is nothing to compare with' };
  const state = judgeCompare(check, testTraffic[canary], testTraffic[baseline]);
  return check.at === 'always' && state.state === 'passed' ? { ...state, state: 'running' } : state;
}
