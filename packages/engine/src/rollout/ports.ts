import type { RolloutEvent } from '../events/rollout-events.ts';
import type { Duration } from '../model/duration.ts';
import type { CheckSampler } from '../ports/check-sampler.ts';
import type { Clock } from '../ports/clock.ts';
import type { ClusterCloud } from '../ports/cluster-cloud.ts';
import type { ClusterSampler } from '../ports/cluster-sampler.ts';
import type { FleetCloud } from '../ports/fleet-cloud.ts';
import type { Identity } from '../ports/identity.ts';
import type { Prober } from '../ports/prober.ts';
import type { StateStore } from '../ports/state-store.ts';
import type { TestRunner } from '../ports/test-runner.ts';

/** What a rollout works with. */
export interface RolloutPorts {
  readonly cloud: FleetCloud;
  readonly clusters: ClusterCloud;
  readonly clusterHealth: ClusterSampler;
  readonly state: StateStore;
  readonly clock: Clock;
  readonly prober: Prober;
  readonly checks: CheckSampler;
  readonly tests: TestRunner;
  readonly identity: Identity;
  /** Time between two looks at the cloud: short for an endpoint on this machine. */
  readonly poll: Duration;
  /** The same where nothing has changed for a while; undefined: no longer than `poll`. */
  readonly longestPoll?: Duration;
  readonly emit: (event: RolloutEvent) => void;
}
