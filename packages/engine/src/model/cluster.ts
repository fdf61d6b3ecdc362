import type { GateSettings, HookSettings, Sampling, TestSettings } from './check.ts';
import type { Duration } from './duration.ts';
import type { LoadBalancerSettings, NotificationSettings, SshAccess } from './fleet.ts';

/** One member of a cluster: an identity that outlives its instances. */
export interface MemberSettings {
  /** From 1, in the order of the config. */
  readonly ordinal: number;
  /** Unique in its cluster, and its host name: `etcd-1`. */
  readonly name: string;
  /** Undefined: subnets take turns. */
  readonly zone?: string;
  /** Undefined: AWS chooses once, and it is kept. */
  readonly address?: string;
}

/** Snapshots that are made of every member's volume of a name, whatever else happens: by Data Lifecycle Manager. */
export interface SnapshotSchedule {
  /** One of the lengths that Data Lifecycle Manager has: 1, 2, 3, 4, 6, 8, 12 or 24 hours. */
  readonly every: Duration;
  /** How many are kept of each volume. */
  readonly keep: number;
  /** Name or ARN of the role that makes them; undefined: `AWSDataLifecycleManagerDefaultRole`. */
  readonly role?: string;
}

/** A data volume of every member. It is made once, and no rollout deletes it. */
export interface VolumeSettings {
  /** Unique in its cluster: `data`. */
  readonly name: string;
  readonly sizeGiB: number;
  /** Elastic Block Store's own: `gp3`, `io2`, … */
  readonly type: string;
  readonly iops?: number;
  /** MiB a second. */
  readonly throughput?: number;
  readonly encrypted: boolean;
  readonly kmsKey?: string;
  /** As AttachVolume takes it: `/dev/xvdf`. */
  readonly device: string;
  /** Where the member finds its data. */
  readonly mountPoint: string;
  /** Made on an empty volume at its first use, and never again. */
  readonly fileSystem: 'ext4' | 'xfs';
  /** Owner of the mount point, `user:group`; undefined: root's. */
  readonly owner?: string;
  /** Permissions of the mount point, octal: `0700`. */
  readonly mode?: string;
  readonly snapshots?: SnapshotSchedule;
}

/** How the member itself is asked: from here, over its address; or on the member, over ssh. */
export type AskedFrom = 'here' | 'member';

/** How a gate of the cluster's own reaches a member. */
interface Reached {
  readonly port: number;
  readonly scheme: 'http' | 'https';
  readonly from: AskedFrom;
  /** Path of a certificate authority's PEM file, where the members' is not a public one. */
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
}

/** What every gate of the cluster's own has. */
interface ClusterGateBase {
  /** As `--override-gate` names it. */
  readonly name: string;
  readonly sampling: Sampling;
  /** How far, in entries of its log, a member may be behind its leader and still count as caught up. */
  readonly maxBehind: number;
}

/** etcd: its members, their health, leader, raft index and alarms. */
export interface EtcdGate extends ClusterGateBase, Reached {
  readonly kind: 'etcd';
}

/** Consul servers: raft peers, autopilot's health, leader and applied index. */
export interface ConsulGate extends ClusterGateBase, Reached {
  readonly kind: 'consul';
  /** Name of the environment variable that holds an ACL token. */
  readonly tokenFrom?: string;
}

/**
 * Any store, by a command that is run for each member. Status 0: the member is healthy. Its last line may be a JSON
 * object with `role` (`leader`, `follower`, `learner`), `version`, `position` (a number that grows with what is
 * written), `leader` and `alarms`.
 */
export interface MemberCommandGate extends ClusterGateBase {
  readonly kind: 'member-command';
  readonly on: 'here' | 'member';
  readonly run: string;
  /** Healthy members without which nothing is taken out. */
  readonly quorum: 'majority' | 'all' | number;
}

/** Any store, by a request to each member; its JSON answer may tell what a `member-command`'s last line may. */
export interface MemberHttpGate extends ClusterGateBase, Reached {
  readonly kind: 'member-http';
  readonly path: string;
  /** Status codes that count as healthy: `200`, `200-299`. */
  readonly matcher: string;
  readonly quorum: 'majority' | 'all' | number;
}

/** What the cluster itself says of its members: without it no member is taken out. */
export type ClusterGate = EtcdGate | ConsulGate | MemberCommandGate | MemberHttpGate;

/** Done on a member before it is stopped, such as handing over leadership. */
export interface BeforeStop {
  readonly run: string;
  readonly timeout: Duration;
  readonly onFailure: 'stop' | 'ignore';
}

/** Members replaced one after the other, each on its interface and its volumes. */
export interface OneAtATimeSettings {
  readonly kind: 'one-at-a-time';
  /** From the launch of a member's new instance until it must be healthy, caught up, and on the new release. */
  readonly healthyDeadline: Duration;
  /** From the order to stop until the instance must be stopped; afterwards it is stopped by force. */
  readonly stopDeadline: Duration;
  /** How long a member and its cluster must be healthy before the next one goes. */
  readonly minHealthyTime: Duration;
  /** How long the first member runs alone on the new release. */
  readonly firstMemberBakeTime: Duration;
  /** How long the whole cluster must hold at the end before the rollout counts. */
  readonly bakeTime: Duration;
  readonly progressDeadline: Duration;
  /** Whether a member that does not come back is put back on its image before; otherwise it waits for a person. */
  readonly autoRollback: boolean;
  /** Snapshots of every volume before the first member. */
  readonly snapshots: boolean;
}

/** A cluster as its config describes it, with every default filled in; plain data, kept in each release. */
export interface ClusterSettings {
  readonly kind: 'cluster';
  readonly members: readonly MemberSettings[];
  readonly volumes: readonly VolumeSettings[];
  readonly instanceType: string;
  /** Undefined: the default VPC. */
  readonly vpc?: string;
  /** Empty: the VPC's default subnets, one per zone. */
  readonly subnets: readonly string[];
  /** TCP ports that members reach each other on. */
  readonly ports: readonly number[];
  /** The same of UDP. */
  readonly udpPorts?: readonly number[];
  /** Blocks that may reach those ports; empty: nobody but the members. */
  readonly allowFrom: readonly string[];
  readonly sshFrom: readonly string[];
  readonly keyName?: string;
  readonly instanceProfile?: string;
  /** cloud-init user data of the user's own, as text. */
  readonly userData?: string;
  /** Run on the member as root at every boot, once its volumes are mounted. */
  readonly start?: string;
  readonly beforeStop?: BeforeStop;
  /** How the members come up the first time. */
  readonly bootstrap: 'parallel' | 'one-at-a-time';
  /** Whether the store can go back to the release before once a member has run the new one. */
  readonly downgrade: 'allowed' | 'refused';
  readonly health: ClusterGate;
  readonly gates: readonly GateSettings[];
  readonly hooks: readonly HookSettings[];
  readonly tests: readonly TestSettings[];
  readonly loadBalancer?: LoadBalancerSettings;
  /** A name in a hosted zone of Route 53 that holds every member's address. */
  readonly dnsName?: { readonly zone: string; readonly name: string };
  readonly ssh?: SshAccess;
  readonly tags: Readonly<Record<string, string>>;
  readonly strategy: OneAtATimeSettings;
  readonly requireRehearsal: boolean;
  readonly notifications: readonly NotificationSettings[];
}

/**
 * What a member's start script is told of its data: `new`: the cluster has none yet; `copy`: they are a copy from a cluster
 * whose members have other addresses, and this start is the first on them.
 */
export type Bootstrap = 'new' | 'existing' | 'copy';

/** How many members a cluster of that size needs to decide anything. */
export const quorumOf = (members: number): number => Math.floor(members / 2) + 1;
