import type { ObservedCluster } from '../../model/observed-cluster.ts';
import type { Release, ReleaseId } from '../../model/release.ts';
import type { ClusterPart, RolloutRecord } from '../../model/rollout.ts';
import { conduct } from '../conduct.ts';
import { optional } from '../optional.ts';
import type { RolloutOutcome } from '../outcome.ts';
import type { RolloutPorts } from '../ports.ts';
import type { GateOverride } from '../requests.ts';
import type { Session } from '../session.ts';
import { clusterOf } from './cluster-of.ts';
import { launchedIn } from './live-release.ts';

/** A rollout of a cluster as a command orders it. */
export interface ClusterCommand {
  readonly kind: 'deploy' | 'rollback' | 'heal' | 'restore';
  readonly release: Release;
  /** What was live; undefined in a heal. */
  readonly from: ReleaseId | undefined;
  readonly begun: Date;
  readonly rollouts: readonly RolloutRecord[];
  readonly overrides?: readonly GateOverride[];
  /** What volumes that are made come from, by member and volume. */
  readonly snapshots?: ClusterPart['snapshots'];
  /** As a person names them. */
  readonly snapshotSet?: string;
}

/** Moves a cluster to a release, or mends it. */
export function rollCluster(
  command: ClusterCommand,
  session: Session<ObservedCluster>,
  ports: RolloutPorts,
  signal: AbortSignal,
): Promise<RolloutOutcome> {
  const { kind, release, from, begun, rollouts, overrides = [], snapshots, snapshotSet } = command;
  const { user, host } = ports.identity.self;
  const record = {
    kind,
    to: release.id,
    ...optional({ from }),
    strategy: clusterOf(release.settings).strategy,
    cluster: { releaseOf: launchedIn(rollouts), ...optional({ snapshots, snapshotSet }) },
    environmentExisted: session.observed.securityGroup !== undefined,
    before: [],
    startedAt: ports.clock.now().toISOString(),
    by: `${user}@${host}`,
    token: session.lock.token,
    entries: [],
  };
  const { observed } = session;
  return conduct(record, { release, begun, observed, overrides }, session, ports, signal);
}
