import type { FleetSettings } from '../model/fleet.ts';
import type { Observed } from '../model/observed.ts';
import type { SideTraffic } from '../model/traffic.ts';
import type { ProbeRun } from '../ports/prober.ts';
import type { RolloutPorts } from './ports.ts';
import { addSample, noSamples, trafficAt } from './traffic-watch.ts';
import type { Samples } from './traffic-watch.ts';
import { urlOf } from './url-of.ts';

/** The header by which a request reaches one side, whatever its weight. */
const releaseHeader = 'x-imago-release';

/** Sampled requests to single sides, apart from those that go the way of users. */
export interface TestTrafficWatch {
  /** Asks exactly the sides that answer test traffic now. */
  follow(observed: Observed): void;
  /** What each side that is asked has shown since its test traffic began. */
  traffic(): Readonly<Record<string, SideTraffic>>;
  stop(): Promise<void>;
}

/** Watches the sides that the listener has rules for. */
export function watchTestTraffic(
  settings: FleetSettings | undefined,
  { prober, clock }: Pick<RolloutPorts, 'prober' | 'clock'>,
): TestTrafficWatch {
  const probe = settings === undefined || settings.probe === 'off' ? undefined : settings.probe;
  const asked = new Map<string, { readonly run: ProbeRun; seen: Samples }>();
  const ending = new Set<Promise<unknown>>();
  const end = (side: string, run: ProbeRun): void => {
    asked.delete(side);
    const stopped = run.stop().finally(() => ending.delete(stopped));
    ending.add(stopped);
  };
  const begin = (side: string, url: string, requestsPerSecond: number): void => {
    const run = prober.start(url, {
      requestsPerSecond,
      headers: { [releaseHeader]: side },
      onSample(sample) {
        const entry = asked.get(side);
        // An answer that comes after the end tells of a side that was asked before.
        if (entry?.run === run) entry.seen = addSample(entry.seen, sample);
      },
    });
    asked.set(side, { run, seen: noSamples });
  };
  return {
    follow(observed) {
      const url = probe === undefined ? undefined : urlOf(observed, probe.path);
      if (probe === undefined || url === undefined) return;
      const wanted = observed.listener?.testTraffic ?? [];
      for (const [side, { run }] of asked) {
        if (!wanted.some((release) => release === side)) end(side, run);
      }
      for (const side of wanted) {
        if (!asked.has(side)) begin(side, url, probe.requestsPerSecond);
      }
    },
    traffic: () =>
      Object.fromEntries(
        [...asked].map(([side, { run, seen }]): [string, SideTraffic] => {
          const { p50Ms, p99Ms } = run.totals();
          return [side, { ...trafficAt(seen, clock.now()), p50Ms, p99Ms }];
        }),
      ),
    async stop() {
      for (const [side, { run }] of asked) end(side, run);
      await Promise.all(ending);
    },
  };
}
