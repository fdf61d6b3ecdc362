import type { FleetSettings } from '../model/fleet.ts';
import type { Observed } from '../model/observed.ts';
import { noTraffic } from '../model/traffic.ts';
import type { Traffic } from '../model/traffic.ts';
import type { ProbeRun, ProbeSample, ProbeTotals } from '../ports/prober.ts';
import type { RolloutPorts } from './ports.ts';
import { urlOf } from './url-of.ts';

/** Sampled requests from outside during a rollout. */
export interface TrafficWatch {
  readonly probed: boolean;
  /** Starts as soon as there is something to ask. */
  startAt(observed: Observed): void;
  /** What was seen since the last `forget`. */
  traffic(): Traffic;
  /** The weights have changed: what was seen before does not tell of the new side. */
  forget(): void;
  totals(): ProbeTotals | undefined;
  stop(): Promise<void>;
}

/** Counts a sample in: a failure ends the time for which every request has succeeded. */
export function addSample(seen: Traffic, { ok, at, error, status }: ProbeSample): Traffic {
  const requests = seen.requests + 1;
  if (ok) return { ...seen, requests, okSince: seen.okSince ?? at };
  return {
    requests,
    failures: seen.failures + 1,
    lastFailure: error ?? `status ${status ?? 'unknown'}`,
  };
}

/** Watches the address that users reach. */
export function watchTraffic(settings: FleetSettings | undefined, ports: RolloutPorts): TrafficWatch {
  const probe = settings === undefined || settings.probe === 'off' ? undefined : settings.probe;
  let run: ProbeRun | undefined;
  let seen: Traffic = noTraffic;
  return {
    probed: probe !== undefined,
    startAt(observed) {
      const url = probe === undefined ? undefined : urlOf(observed, probe.path);
      if (run !== undefined || url === undefined || probe === undefined) return;
      run = ports.prober.start(url, {
        requestsPerSecond: probe.requestsPerSecond,
        onSample(sample) {
          ports.emit({ code: 'probe-sample', sample });
          seen = addSample(seen, sample);
        },
      });
    },
    traffic: () => seen,
    forget() {
      seen = noTraffic;
    },
    totals: () => run?.totals(),
    async stop() {
      await run?.stop();
    },
  };
}
