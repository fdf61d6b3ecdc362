import type { GateInput } from './gate-options.ts';
import type { HookInput, NotifyInput } from './hook-options.ts';
import type { ProjectImage } from './packer-image.ts';
import type { TestInput } from './test-options.ts';

/** Where instances run, and who may log in. */
export interface NetworkOptions {
  readonly vpc?: string;
  readonly subnets?: readonly string[];
  /** Blocks that may reach port 22, such as `10.0.0.0/8`. Default: none. */
  readonly sshFrom?: readonly string[];
}

/** Options that fleets and clusters share. */
export interface EnvironmentOptions {
  /** Default `local`. */
  readonly cloud?: 'aws' | 'local';
  readonly region?: string;
  /** An `image()`, a `packer()`, or the id of an image that exists. */
  readonly image: ProjectImage | string;
  /** Default `t3.micro`. */
  readonly instanceType?: string;
  /** What must hold before a rollout goes on. Default none. */
  readonly gates?: readonly GateInput[];
  /** What is done of your own on the way. Default none. */
  readonly hooks?: readonly HookInput[];
  /** Tests of deploys and rehearsals. Default none. */
  readonly tests?: readonly TestInput[];
  /** Whether a deploy refuses a release that was not rehearsed as it is. Default false. */
  readonly requireRehearsal?: boolean;
  /** Who is told of rollouts: `slack()`, `webhook()`. Default nobody. */
  readonly notify?: readonly NotifyInput[];
  /** How gates, hooks and commands reach the instances. `port` is 22 by default. */
  readonly ssh?: { readonly user: string; readonly privateKey: string; readonly port?: number };
  readonly keyName?: string;
  /** Name of an IAM instance profile. */
  readonly instanceProfile?: string;
  /** cloud-init user data. */
  readonly userData?: string;
  readonly tags?: Readonly<Record<string, string>>;
}
