import { seconds } from '../model/duration.ts';
import type { FleetSettings } from '../model/fleet.ts';
import type { Observed } from '../model/observed.ts';
import { noTraffic } from '../model/traffic.ts';
import type { Traffic } from '../model/traffic.ts';
import type { ProbeRun, ProbeSample, ProbeTotals } from '../ports/prober.ts';
import { after } from '../strategies/moments.ts';
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

/** Traffic, and when the last request of it was sent. */
export interface Samples {
  readonly traffic: Traffic;
  readonly lastAt?: Date;
}

/** Before the first request. */
export const noSamples: Samples = { traffic: noTraffic };

/** After so long without a request this machine has slept: what was seen before tells nothing of now. */
const silence = seconds(10);

/** Counts a sample in: a failure, and a silence, end the time for which every request has succeeded. */
export function addSample(seen: Samples, { ok, at, error, status }: ProbeSample): Samples {
  const traffic = trafficAt(seen, at);
  const requests = traffic.requests + 1;
  const { since = at } = traffic;
  if (ok) return { traffic: { ...traffic, since, requests, okSince: traffic.okSince ?? at }, lastAt: at };
  const lastFailure = error ?? `status ${status ?? 'unknown'}`;
  return { traffic: { since, requests, failures: traffic.failures + 1, lastFailure }, lastAt: at };
}

/** What the samples tell at a moment. */
export function trafficAt({ traffic, lastAt }: Samples, now: Date): Traffic {
  if (lastAt === undefined || now < after(lastAt, silence)) return traffic;
  const { okSince: _, ...counted } = traffic;
  return { ...counted, since: now };
}

/** Watches the address that users reach. */
export function watchTraffic(settings: FleetSettings | undefined, ports: RolloutPorts): TrafficWatch {
  const probe = settings === undefined || settings.probe === 'off' ? undefined : settings.probe;
  let run: ProbeRun | undefined;
  let seen = noSamples;
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
    traffic: () => trafficAt(seen, ports.clock.now()),
    forget() {
      seen = noSamples;
    },
    totals: () => run?.totals(),
    async stop() {
      await run?.stop();
    },
  };
}
