import type { DurationInput } from '../recipes/duration-field.ts';
import type { EnvironmentOptions, NetworkOptions } from './environment-options.ts';
import type { StrategyInput } from './strategy-options.ts';

/** Health check of a target group as the config writes it; what is left out has its default. */
export interface HealthOptions {
  /** Default 5 s. */
  readonly interval?: DurationInput;
  /** Default 2 s. */
  readonly timeout?: DurationInput;
  /** Default 2. */
  readonly healthyThreshold?: number;
  /** Default 2. */
  readonly unhealthyThreshold?: number;
  /** Status codes that count as healthy. Default `200`. */
  readonly matcher?: string;
}

/** What `http()` makes. */
export interface HealthInput extends HealthOptions {
  readonly path: string;
}

/** A load balancer as the config writes it. */
export interface LoadBalancerOptions {
  /** Port that users reach. Default 80. */
  readonly listen?: number;
  /** Port of the service on the instances. */
  readonly port: number;
  readonly health: HealthInput;
  /** Default `internet-facing`. */
  readonly scheme?: 'internet-facing' | 'internal';
  /** How long an instance that leaves may finish its requests. Default 30 s. */
  readonly deregistrationDelay?: DurationInput;
}

/** Options of `fleet()`: interchangeable instances behind a load balancer. */
export interface FleetOptions extends EnvironmentOptions {
  readonly size: { readonly min: number; readonly desired: number; readonly max: number };
  readonly loadBalancer: LoadBalancerOptions;
  /** Default `blueGreen()`. */
  readonly strategy?: StrategyInput;
  /** Default: the default VPC and its default subnets. */
  readonly network?: NetworkOptions & {
    /**
     * Blocks from where gates may ask instances: they may reach the port of the service, and the ports of
     * `httpGate({ from: 'instances' })` and `tcpGate()`. Default: this machine on a local cloud, none on AWS.
     */
    readonly probeFrom?: readonly string[];
  };
  /** Default: the strategy's `healthyDeadline`. */
  readonly healthCheckGracePeriod?: DurationInput;
  /** Sampled requests during a rollout. Default: the health path, ten a second. `'off'` where it cannot be reached from here. */
  readonly probe?: 'off' | { readonly path?: string; readonly requestsPerSecond?: number };
}

/** What `fleet()` makes. */
export interface FleetInput extends FleetOptions {
  readonly kind: 'fleet';
}
