import type { CheckRequest } from '../../model/check.ts';
import type { EnvironmentRef } from '../../model/environment.ts';
import { healthyInstances, sideOf } from '../../model/observed.ts';
import type { Observed } from '../../model/observed.ts';
import type { Release } from '../../model/release.ts';
import type { RolloutRecord } from '../../model/rollout.ts';
import type { ProbeTotals } from '../../ports/prober.ts';
import { watchChecks } from '../check-watch.ts';
import { fleetOf } from '../fleet-of.ts';
import { optional } from '../optional.ts';
import type { RolloutPorts } from '../ports.ts';
import type { Sight } from '../progress.ts';
import { watchTestTraffic } from '../test-traffic-watch.ts';
import { watchTraffic } from '../traffic-watch.ts';
import { urlOf } from '../url-of.ts';

/** What goes on beside the loop: requests on the way of users, requests to single sides, gates, hooks and tests. */
export interface Watches {
  readonly probed: boolean;
  /** Answers what was seen since the look before; `open` where users may be sent requests as yet. */
  follow(observed: Observed, open: boolean): Pick<Sight, 'traffic' | 'testTraffic' | 'checkStates'>;
  ask(requests: readonly CheckRequest[]): void;
  /** The weights have changed: what was seen before does not tell of the new side. */
  forget(): void;
  /** The group launches another release: what gates saw was the one before. */
  forgetChecks(): void;
  /** Of users' requests. */
  totals(): ProbeTotals | undefined;
  stop(): Promise<void>;
}

/** Begins to watch as a rollout's release asks for; a destroy watches nothing. */
export function startWatches(
  environment: EnvironmentRef,
  { kind, to, from, toSide, fromSide }: RolloutRecord,
  release: Release | undefined,
  ports: RolloutPorts,
): Watches {
  const settings = kind === 'destroy' ? undefined : fleetOf(release?.settings);
  const users = watchTraffic(settings, ports);
  const sides = watchTestTraffic(settings, ports);
  let url: string | undefined;
  let last: Observed | undefined;
  const checks = watchChecks(
    () => ({
      environment,
      to: to ?? '',
      port: settings?.loadBalancer.port ?? 0,
      ...optional({ from, url, ssh: settings?.ssh }),
    }),
    ports,
    (moment) => ({
      members: [],
      // Before and beside it, what is there answers; after it what has come.
      instances: healthyInstances(last && sideOf(last, moment === 'after' ? toSide : fromSide)).flatMap(
        ({ address }) => address ?? [],
      ),
    }),
  );
  return {
    probed: users.probed,
    follow(observed, open) {
      url = urlOf(observed, '');
      last = observed;
      if (open) users.startAt(observed);
      sides.follow(observed);
      const testTraffic = sides.traffic();
      return { traffic: users.traffic(), testTraffic, checkStates: checks.states(testTraffic) };
    },
    ask: (requests) => checks.ask(requests),
    forget: () => users.forget(),
    forgetChecks: () => checks.forget(),
    totals: () => users.totals(),
    async stop() {
      await Promise.all([users.stop(), sides.stop(), checks.stop()]);
    },
  };
}
