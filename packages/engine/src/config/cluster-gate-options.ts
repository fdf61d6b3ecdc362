import type { AskedFrom } from '../model/cluster.ts';
import type { DurationInput } from '../recipes/duration-field.ts';

/** Options that every way of asking a cluster has. */
export interface ClusterGateOptions {
  /** As messages name it. Default: its kind, such as `etcd`. */
  readonly name?: string;
  /** Between two times of asking. Default 2 s. */
  readonly interval?: DurationInput;
  /** Until a member counts as silent. Default 5 s; 10 s for `memberCommand()`. */
  readonly timeout?: DurationInput;
}

/** Options of what asks members over HTTP. */
export interface ReachOptions {
  /** Default `http`. */
  readonly scheme?: 'http' | 'https';
  /** Path of a PEM file with the certificate authority, where the members' is not a public one. */
  readonly caFile?: string;
  /** Path of a PEM file with a client certificate; its key is in `keyFile`. */
  readonly certFile?: string;
  readonly keyFile?: string;
}

/** Options of `etcd()`. */
export interface EtcdOptions extends ClusterGateOptions, ReachOptions {
  /** Of clients. Default 2379. */
  readonly port?: number;
  /** From here over the network, or on the member over ssh. Default `here`. */
  readonly from?: AskedFrom;
  /** How far a member's raft index may be behind the leader's. Default 100. */
  readonly maxBehind?: number;
}

/** Options of `consul()`: servers, asked by Consul's HTTP API. */
export interface ConsulOptions extends ClusterGateOptions, ReachOptions {
  /** Of the HTTP API. Default 8500. */
  readonly port?: number;
  /** From here over the network, or on the member over ssh: by default Consul listens there alone. Default `member`. */
  readonly from?: AskedFrom;
  /** How far a server's raft index may be behind the leader's. Default 250, as autopilot's `MaxTrailingLogs`. */
  readonly maxBehind?: number;
  /** Name of the environment variable that holds an ACL token with `operator:read`. Default: none is sent. */
  readonly tokenFrom?: string;
}

/** Options that stores of any kind need. */
export interface AnyStoreOptions extends ClusterGateOptions {
  /** How far the `position` that a member tells may be behind the leader's. Default 100. */
  readonly maxBehind?: number;
  /** Healthy members that must be left when one is taken out: a number, or all others. Default `majority`. */
  readonly quorum?: 'majority' | 'all' | number;
}

/**
 * Options of `memberCommand()`: a command that is run for each member. Status 0: the member is healthy. Its last line may
 * be a JSON object with `role` (`leader`, `follower`, `learner`), `version`, `position` (a number that grows with what is
 * written), `leader` and `alarms`.
 */
export interface MemberCommandOptions extends AnyStoreOptions {
  readonly run: string;
  /** With the shell of this machine, in the project's folder; or over ssh on the member. Default `here`. */
  readonly on?: 'here' | 'member';
}

/** Options of `memberHttp()`: a request to each member, whose JSON answer may tell what a command's last line may. */
export interface MemberHttpOptions extends AnyStoreOptions, ReachOptions {
  readonly path: string;
  readonly port: number;
  /** From here over the network, or on the member over ssh. Default `here`. */
  readonly from?: AskedFrom;
  /** Status codes of a healthy member. Default `200-299`. */
  readonly matcher?: string;
}

/** What a cluster says of itself, as the config writes it. */
export type ClusterGateInput =
  | (EtcdOptions & { readonly kind: 'etcd' })
  | (ConsulOptions & { readonly kind: 'consul' })
  | (MemberCommandOptions & { readonly kind: 'member-command' })
  | (MemberHttpOptions & { readonly kind: 'member-http' });
