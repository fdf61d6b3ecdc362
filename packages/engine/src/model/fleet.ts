import type { GateSettings, HookSettings, TestSettings } from './check.ts';
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

/** What every strategy has. */
interface StrategyBase {
  /** How long every new instance must be healthy before it counts. */
  readonly minHealthyTime: Duration;
  /** When a new instance that is not healthy is given up. */
  readonly healthyDeadline: Duration;
  /** How long nothing may move on, pauses and bake time aside, before the rollout is given up. */
  readonly progressDeadline: Duration;
  /** How long sampled requests must succeed, and gates hold, at the end before the rollout counts. */
  readonly bakeTime: Duration;
  /** Whether a failure turns the rollout back at once; otherwise it waits for a person. */
  readonly autoRollback: boolean;
}

/** Strategies with two sides also say what becomes of the old one. */
interface TwoSided extends StrategyBase {
  /** How long the old side stays, ready to be rolled back to by a change of weights. */
  readonly keepPrevious: Duration;
}

/** Two sides, all traffic moved at once, the old side kept for a while. */
export interface BlueGreenSettings extends TwoSided {
  readonly kind: 'blue-green';
}

/** One step of a canary. */
export type CanaryStep =
  /** The new side's share of the requests, 1 to 100. */
  | { readonly kind: 'set-weight'; readonly weight: number }
  /** For a time, or until a person says `imago promote`. */
  | { readonly kind: 'pause'; readonly duration?: Duration }
  | { readonly kind: 'gate'; readonly gate: GateSettings };

/** Two sides, traffic moved step by step. */
export interface CanarySettings extends TwoSided {
  readonly kind: 'canary';
  /** A weight of 100 follows the last one by itself. */
  readonly steps: readonly CanaryStep[];
  /** Whether the new side is only as large as its share of the requests needs. */
  readonly matchTrafficWeight: boolean;
}

/** Instances of one group replaced a batch at a time. Names and meanings are those of EC2's Instance Refresh. */
export interface RollingSettings extends StrategyBase {
  readonly kind: 'rolling';
  /** Who replaces: this process, or Auto Scaling, which goes on without it. */
  readonly engine: 'imago' | 'instance-refresh';
  /** Instances replaced at a time. */
  readonly batch: { readonly count: number } | { readonly percent: number };
  /** Share of the desired capacity that stays healthy, 0 to 100. */
  readonly minHealthyPercentage: number;
  /** Share of the desired capacity that may run, 100 to 200; above 100, new instances come before old ones go. */
  readonly maxHealthyPercentage: number;
  /** How long after its launch an instance does not count yet. */
  readonly instanceWarmup: Duration;
  /** Shares of instances replaced, 1 to 100, after which the rollout waits and gates of `step` are asked. */
  readonly checkpoints: readonly number[];
  readonly checkpointDelay: Duration;
  /** One zone after the other. */
  readonly zoneByZone: boolean;
  /** Whether instances that run the release already stay. */
  readonly skipMatching: boolean;
  readonly standbyInstances: 'terminate' | 'ignore' | 'wait';
  readonly scaleInProtectedInstances: 'refresh' | 'ignore' | 'wait';
}

/** How an environment moves from one release to the next. */
export type StrategySettings = BlueGreenSettings | CanarySettings | RollingSettings;

/** How commands reach the instances. */
export interface SshAccess {
  readonly user: string;
  /** Path of a private key, as the config writes it. */
  readonly privateKey: string;
  readonly port: number;
}

/** Who is told of a rollout. The address comes from the environment of the process, since it is a secret. */
export interface NotificationSettings {
  readonly kind: 'slack' | 'webhook';
  /** Name of the environment variable that holds the URL. */
  readonly urlFrom: string;
  /** Name of the environment variable with the key of the `x-imago-signature` (HMAC-SHA256); webhooks only. */
  readonly secretFrom?: string;
  /** Codes of the events to send. */
  readonly events: readonly string[];
}

/** A fleet as its config describes it, with every default filled in; plain data, kept in each release. */
export interface FleetSettings {
  readonly kind: 'fleet';
  readonly instanceType: string;
  readonly size: Capacity;
  readonly loadBalancer: LoadBalancerSettings;
  /** Undefined: the default VPC. */
  readonly vpc?: string;
  /** Empty: the VPC's default subnets, one per zone. */
  readonly subnets: readonly string[];
  /** Blocks that may reach port 22 of the instances; empty: nobody. */
  readonly sshFrom: readonly string[];
  /**
   * Blocks that may reach the service's port on the instances, and the ports of gates that ask instances. Undefined:
   * the host of a local cloud, nobody on AWS.
   */
  readonly probeFrom?: readonly string[];
  readonly keyName?: string;
  readonly instanceProfile?: string;
  /** cloud-init user data, as text. */
  readonly userData?: string;
  readonly healthCheckGracePeriod: Duration;
  readonly tags: Readonly<Record<string, string>>;
  /** Requests from outside during a rollout; `off` where the load balancer cannot be reached from here. */
  readonly probe: { readonly path: string; readonly requestsPerSecond: number } | 'off';
  readonly strategy: StrategySettings;
  readonly gates: readonly GateSettings[];
  readonly hooks: readonly HookSettings[];
  readonly tests: readonly TestSettings[];
  readonly requireRehearsal: boolean;
  readonly ssh?: SshAccess;
  readonly notifications: readonly NotificationSettings[];
}
