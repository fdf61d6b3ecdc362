/** What one member is by the cluster's own word. */
export interface MemberHealth {
  readonly name: string;
  readonly healthy: boolean;
  readonly role: 'leader' | 'follower' | 'learner' | 'unknown';
  /** Of the store that runs on it. */
  readonly version?: string;
  /** How far it is behind the leader, in entries of the log; undefined where that is not known. */
  readonly behind?: number;
  /** One sentence: what it answered, or why it did not. */
  readonly detail: string;
}

/** What a cluster says of itself. */
export interface ClusterHealth {
  readonly at: Date;
  /** In the order of the config; one that did not answer is not healthy. */
  readonly members: readonly MemberHealth[];
  /** Whether it can decide: a leader that enough members follow. */
  readonly quorum: boolean;
  /** Name of the member that leads, where it is one of ours. */
  readonly leader?: string;
  /** What the store itself complains of, such as `NOSPACE` of etcd. */
  readonly alarms: readonly string[];
}
