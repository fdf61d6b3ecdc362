import type { Duration } from './duration.ts';

/** Sizes of an Auto Scaling group. */
export interface Capacity {
  readonly min: number;
  readonly desired: number;
  readonly max: number;
}

/** Health check of a target group; the fields are Elastic Load Balancing's own. */
export interface HealthCheck {
  readonly path: string;
  readonly interval: Duration;
  readonly timeout: Duration;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
  /** Status codes that count as healthy: `200`, `200-299`, `200,301`. */
  readonly matcher: string;
}

/** Where requests come in and where they go. */
export interface LoadBalancerSettings {
  /** Port of the listener. */
  readonly listen: number;
  /** Port of the service on the instances. */
  readonly port: number;
  readonly scheme: 'internet-facing' | 'internal';
  readonly health: HealthCheck;
  readonly deregistrationDelay: Duration;
}

/** Two sides, all traffic moved at once, the old side kept for a while. */
export interface BlueGreenSettings {
  readonly kind: 'blue-green';
  /** How long every new instance must be healthy before traffic moves. */
  readonly minHealthyTime: Duration;
  /** When a new side that is not healthy is given up and removed. */
  readonly healthyDeadline: Duration;
  /** How long sampled requests must succeed after the shift before it counts. */
  readonly bakeTime: Duration;
  /** How long the old side stays, ready to be rolled back to by a change of weights. */
  readonly keepPrevious: Duration;
}

/** How an environment moves from one release to the next. */
export type StrategySettings = BlueGreenSettings;

/** A fleet as its config describes it, with every default filled in; plain data, kept in each release. */
export interface FleetSettings {
  readonly instanceType: string;
  readonly size: Capacity;
  readonly loadBalancer: LoadBalancerSettings;
  /** Undefined: the default VPC. */
  readonly vpc?: string;
  /** Empty: the VPC's default subnets, one per zone. */
  readonly subnets: readonly string[];
  /** Blocks that may reach port 22 of the instances; empty: nobody. */
  readonly sshFrom: readonly string[];
  readonly keyName?: string;
  readonly instanceProfile?: string;
  /** cloud-init user data, as text. */
  readonly userData?: string;
  readonly healthCheckGracePeriod: Duration;
  readonly tags: Readonly<Record<string, string>>;
  /** Requests from outside during a rollout; `off` where the load balancer cannot be reached from here. */
  readonly probe: { readonly path: string; readonly requestsPerSecond: number } | 'off';
  readonly strategy: StrategySettings;
}
