import type {
  ClusterGateInput,
  ConsulOptions,
  EtcdOptions,
  MemberCommandOptions,
  MemberHttpOptions,
} from './cluster-gate-options.ts';
import type { ClusterInput, ClusterOptions, OneAtATimeInput, OneAtATimeOptions } from './cluster-options.ts';

/**
 * An environment of members that each have a name, an address and volumes that outlive their instances.
 *
 * @example
 * cluster({
 *   image: etcd35,
 *   members: 3,
 *   volumes: [{ name: 'data', size: 8, mountPoint: '/var/lib/etcd', owner: 'etcd:etcd', mode: '0700' }],
 *   ports: [2379, 2380],
 *   network: { allowFrom: ['10.0.0.0/8'] },
 *   health: etcd(),
 * })
 */
export const cluster = (options: ClusterOptions): ClusterInput => ({ ...options, kind: 'cluster' });

/** Members replaced one after the other, each on its interface and its volumes. */
export const oneAtATime = (options: OneAtATimeOptions = {}): OneAtATimeInput => ({
  ...options,
  kind: 'one-at-a-time',
});

/** The health of etcd: members, leader, raft index and alarms. */
export const etcd = (options: EtcdOptions = {}): ClusterGateInput => ({ ...options, kind: 'etcd' });

/** The health of Consul's servers: raft peers, autopilot, leader and applied index. */
export const consul = (options: ConsulOptions = {}): ClusterGateInput => ({ ...options, kind: 'consul' });

/**
 * The health of any store: a command that is run for each member.
 *
 * @example
 * memberCommand({ run: './is-healthy.sh "$IMAGO_MEMBER"', quorum: 1, maxBehind: 16777216 })
 */
export const memberCommand = (options: MemberCommandOptions): ClusterGateInput => ({
  ...options,
  kind: 'member-command',
});

/** The health of any store: a request to each member. */
export const memberHttp = (options: MemberHttpOptions): ClusterGateInput => ({
  ...options,
  kind: 'member-http',
});
