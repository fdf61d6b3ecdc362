import type { ClusterSettings, MemberSettings } from '../model/cluster.ts';
import type { EnvironmentRef } from '../model/environment.ts';
import type { ObservedCluster, ObservedSnapshot } from '../model/observed-cluster.ts';
import type { ImageRef, ReleaseId } from '../model/release.ts';

/** What a member's instance is launched with. */
export interface MemberOrder {
  readonly member: MemberSettings;
  readonly release: ReleaseId;
  readonly image: ImageRef;
  readonly settings: ClusterSettings;
  /** ClientToken of RunInstances: the same never makes two. */
  readonly attempt: string;
  readonly bootstrap: 'new' | 'existing';
}

/**
 * Clusters of members with an identity. Every method reaches a state, whatever is there already, and may be called
 * again; none waits for machines: what takes time is seen by observing. Rejects with a `CloudError`.
 */
export interface ClusterCloud {
  observe(environment: EnvironmentRef, previous?: ObservedCluster): Promise<ObservedCluster>;
  /** Security group, and load balancer where the settings have one. */
  ensureCluster(environment: EnvironmentRef, settings: ClusterSettings): Promise<void>;
  ensureTemplate(
    environment: EnvironmentRef,
    release: ReleaseId,
    image: ImageRef,
    settings: ClusterSettings,
  ): Promise<void>;
  /** Network interface and volumes that the member lacks; `snapshots`: where volumes come from, by their name. */
  ensureMember(
    environment: EnvironmentRef,
    member: MemberSettings,
    settings: ClusterSettings,
    snapshots?: Readonly<Record<string, string>>,
  ): Promise<void>;
  /** CreateSnapshots of one instance: all its data volumes at one moment; or of each volume where none is attached. */
  snapshotMember(environment: EnvironmentRef, member: string, rollout: number): Promise<void>;
  stopMember(environment: EnvironmentRef, instance: string, force: boolean): Promise<void>;
  detachVolumes(environment: EnvironmentRef, member: string, instance: string): Promise<void>;
  terminateMember(environment: EnvironmentRef, instance: string): Promise<void>;
  launchMember(environment: EnvironmentRef, order: MemberOrder): Promise<void>;
  attachVolumes(
    environment: EnvironmentRef,
    member: string,
    instance: string,
    settings: ClusterSettings,
  ): Promise<void>;
  markFormatted(environment: EnvironmentRef, member: string): Promise<void>;
  publishMembers(environment: EnvironmentRef, settings: ClusterSettings): Promise<void>;
  /** All but volumes and snapshots, as far as AWS lets it at the moment. */
  removeCluster(environment: EnvironmentRef): Promise<void>;
  /** Volumes that are attached to nothing and not from these snapshots, by name, are the member's no more; they stay. */
  setAsideVolumes(
    environment: EnvironmentRef,
    member: string,
    snapshots: Readonly<Record<string, string>>,
  ): Promise<void>;
  /** Deletes a member's volumes that are attached to nothing. */
  deleteVolumes(environment: EnvironmentRef, member: string): Promise<void>;
  /** Deletes snapshots that nothing needs any more. */
  deleteSnapshots(environment: EnvironmentRef, snapshots: readonly ObservedSnapshot[]): Promise<void>;
  /**
   * Snapshots of the volumes on their schedules, and on no others: lifecycle policies of Data Lifecycle Manager. Answers
   * the names of the volumes for which that was not so before.
   */
  ensureSchedules(
    environment: EnvironmentRef,
    settings: Pick<ClusterSettings, 'volumes' | 'tags'>,
  ): Promise<readonly string[]>;
  /** What a machine wrote to its console; empty where there is nothing yet. */
  consoleOutput(instanceId: string): Promise<string>;
}
