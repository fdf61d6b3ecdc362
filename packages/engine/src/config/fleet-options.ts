import type { DurationInput } from '../recipes/duration-field.ts';
import type { GateInput } from './gate-options.ts';
import type { HookInput, NotifyInput } from './hook-options.ts';
import type { ProjectImage } from './packer-image.ts';
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

/** Options of `fleet()`: interchangeable instances behind a load balancer. */
export interface FleetOptions {
  /** Default `local`. */
  readonly cloud?: 'aws' | 'local';
  readonly region?: string;
  /** An `image()`, a `packer()`, or the id of an image that exists. */
  readonly image: ProjectImage | string;
  /** Default `t3.micro`. */
  readonly instanceType?: string;
  readonly size: { readonly min: number; readonly desired: number; readonly max: number };
  readonly loadBalancer: {
    /** Port that users reach. Default 80. */
    readonly listen?: number;
    /** Port of the service on the instances. */
    readonly port: number;
    readonly health: HealthInput;
    readonly scheme?: 'internet-facing' | 'internal';
    /** How long an instance that leaves may finish its requests. Default 30 s. */
    readonly deregistrationDelay?: DurationInput;
  };
  /** Default `blueGreen()`. */
  readonly strategy?: StrategyInput;
  /** What must hold before a rollout goes on. Default none. */
  readonly gates?: readonly GateInput[];
  /** What is done of your own on the way. Default none. */
  readonly hooks?: readonly HookInput[];
  /** Who is told of rollouts: `slack()`, `webhook()`. Default nobody. */
  readonly notify?: readonly NotifyInput[];
  /** How gates and hooks reach the instances. `port` is 22 by default. */
  readonly ssh?: { readonly user: string; readonly privateKey: string; readonly port?: number };
  /** Default: the default VPC and its default subnets. */
  readonly network?: {
    readonly vpc?: string;
    readonly subnets?: readonly string[];
    /** Blocks that may reach port 22, such as `10.0.0.0/8`. Default: none. */
    readonly sshFrom?: readonly string[];
    /**
     * Blocks from where gates may ask instances: they may reach the port of the service, and the ports of
     * `httpGate({ from: 'instances' })` and `tcpGate()`. Default: this machine on a local cloud, none on AWS.
     */
    readonly probeFrom?: readonly string[];
  };
  readonly keyName?: string;
  /** Name of an IAM instance profile. */
  readonly instanceProfile?: string;
  readonly userData?: string;
  /** Default: the strategy's `healthyDeadline`. */
  readonly healthCheckGracePeriod?: DurationInput;
  readonly tags?: Readonly<Record<string, string>>;
  /** Sampled requests during a rollout. Default: the health path, ten a second. `'off'` where it cannot be reached from here. */
  readonly probe?: 'off' | { readonly path?: string; readonly requestsPerSecond?: number };
}

/** What `fleet()` makes. */
export interface FleetInput extends FleetOptions {
  readonly kind: 'fleet';
}

/** Options of `defineProject()`. */
export interface ProjectOptions {
  readonly name: string;
  readonly environments?: Readonly<Record<string, FleetInput>>;
  /** Images that no environment names, to be baked all the same. */
  readonly images?: readonly ProjectImage[];
}

/** What `defineProject()` makes. */
export interface ProjectInput extends ProjectOptions {
  readonly kind: 'project';
}
