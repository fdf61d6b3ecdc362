import type { DurationInput } from '../recipes/duration-field.ts';
import type { ClusterGateInput } from './cluster-gate-options.ts';
import type { EnvironmentOptions, NetworkOptions } from './environment-options.ts';
import type { LoadBalancerOptions } from './fleet-options.ts';

/** A member of a cluster as the config writes it. */
export interface MemberOptions {
  /** Its host name, unique in its cluster. Default `<environment>-<ordinal>`, such as `production-1`. */
  readonly name?: string;
  /** Such as `eu-central-1a`. Default: the subnets take turns. */
  readonly zone?: string;
  /** A private address of a subnet in its zone. Default: one that AWS chooses once, and that is kept. */
  readonly address?: string;
}

/** A data volume that every member has one of. It is made once, and no rollout deletes it. */
export interface VolumeOptions {
  /** Unique in its cluster: `data`. */
  readonly name: string;
  /** In GiB. A volume that exists keeps its size. */
  readonly size: number;
  /** Elastic Block Store's own: `gp3`, `gp2`, `io2`, `io1`, `st1`, `sc1`, `standard`. Default `gp3`. */
  readonly type?: string;
  /** `gp3`, and required for `io1` and `io2`. Default for `gp3`: 3000. */
  readonly iops?: number;
  /** MiB a second; `gp3` only. Default 125. */
  readonly throughput?: number;
  /** Default false. */
  readonly encrypted?: boolean;
  /** Id, alias or ARN of a KMS key. Default: the account's own for Elastic Block Store. */
  readonly kmsKey?: string;
  /** As AttachVolume takes it. Default `/dev/xvdf`. */
  readonly device?: string;
  /** Where the member finds its data: `/var/lib/etcd`. */
  readonly mountPoint: string;
  /** Made on an empty volume at its first use, and never again. Default `ext4`. */
  readonly fileSystem?: 'ext4' | 'xfs';
  /** Owner of the mount point, `user:group`. Default: root's. */
  readonly owner?: string;
  /** Permissions of the mount point, octal: `'0700'`. Default: as the file system has them. */
  readonly mode?: string;
  /** Snapshots on a schedule, by Amazon Data Lifecycle Manager. Default none. */
  readonly snapshots?: {
    /** `1h`, `2h`, `3h`, `4h`, `6h`, `8h`, `12h` or `24h`. */
    readonly every: DurationInput;
    /** How many are kept of each member's volume. Default 7. */
    readonly keep?: number;
    /** Name or ARN of the IAM role that makes them. Default `AWSDataLifecycleManagerDefaultRole`. */
    readonly role?: string;
  };
}

/** Options of `oneAtATime()`. */
export interface OneAtATimeOptions {
  /** From the launch of a member's new instance until it must be healthy and caught up. Default 10 min. */
  readonly healthyDeadline?: DurationInput;
  /** From the order to stop until the instance must be stopped; then it is stopped by force. Default 5 min. */
  readonly stopDeadline?: DurationInput;
  /** How long a member and its cluster must be healthy before the next one goes. Default 10 s. */
  readonly minHealthyTime?: DurationInput;
  /** How long the first member runs alone on the new release. Default 0 s. */
  readonly firstMemberBakeTime?: DurationInput;
  /** How long the whole cluster must hold at the end before the rollout counts. Default 10 s. */
  readonly bakeTime?: DurationInput;
  /**
   * How long nothing may move on, bake times aside, before the rollout is given up. Default 30 min, or what one member may
   * take where that is longer.
   */
  readonly progressDeadline?: DurationInput;
  /** Whether a member that does not come back is put back on its image before; otherwise it waits for a person. Default true. */
  readonly autoRollback?: boolean;
  /** Snapshots of every volume before the first member. Default true. */
  readonly snapshots?: boolean;
}

/** What `oneAtATime()` makes. */
export interface OneAtATimeInput extends OneAtATimeOptions {
  readonly kind: 'one-at-a-time';
}

/** Options of `cluster()`: members with a name, an address and volumes that outlive their instances. */
export interface ClusterOptions extends EnvironmentOptions {
  /** How many, or each of them; in this order they have ordinals from 1. */
  readonly members: number | readonly MemberOptions[];
  /** Of every member. Default none. */
  readonly volumes?: readonly VolumeOptions[];
  /** What the cluster says of itself: `etcd()`, `consul()`, `memberCommand()`, `memberHttp()`. */
  readonly health: ClusterGateInput;
  /** Ports that members reach each other on, and `network.allowFrom` too. Default none. */
  readonly ports?: readonly number[];
  /** Default: the default VPC and its default subnets. */
  readonly network?: NetworkOptions & {
    /** Blocks that may reach `ports`, such as `10.0.0.0/8`. Default: nobody but the members. */
    readonly allowFrom?: readonly string[];
  };
  /** Shell script, run on the member as root at every boot once its volumes are mounted. Default none. */
  readonly start?: string;
  /** Run on a member over ssh before it is stopped, such as handing over leadership. Default nothing. */
  readonly beforeStop?: {
    readonly run: string;
    /** Default 1 min. */
    readonly timeout?: DurationInput;
    /** Default `stop`. */
    readonly onFailure?: 'stop' | 'ignore';
  };
  /** How the members come up the first time. Default `parallel`. */
  readonly bootstrap?: 'parallel' | 'one-at-a-time';
  /** Whether the store can go back to the release before once a member has run the new one. Default `refused`. */
  readonly downgrade?: 'allowed' | 'refused';
  /** For requests over HTTP; its targets are the members' addresses. Default none. */
  readonly loadBalancer?: LoadBalancerOptions;
  /** An A record of Route 53 with the members' addresses; `zone`: the hosted zone's name or id. Default none. */
  readonly dnsName?: { readonly zone: string; readonly name: string };
  /** Default `oneAtATime()`. */
  readonly strategy?: OneAtATimeInput;
}

/** What `cluster()` makes. */
export interface ClusterInput extends ClusterOptions {
  readonly kind: 'cluster';
}
