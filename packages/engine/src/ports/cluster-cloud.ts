import type { Bootstrap, ClusterSettings, MemberSettings } from '../model/cluster.ts';
import type { EnvironmentRef } from '../model/environment.ts';
import type { Restored } from '../model/cluster-action.ts';
import type { ObservedCluster } from '../model/observed-cluster.ts';
import type { ImageRef, ReleaseId } from '../model/release.ts';

/** What a member's instance is launched with. */
export interface MemberOrder {
  readonly member: MemberSettings;
  readonly release: ReleaseId;
  readonly image: ImageRef;
  readonly settings: ClusterSettings;
  /** ClientToken of RunInstances: the same never makes two. */
  readonly attempt: string;
  readonly bootstrap: Bootstrap;
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
  /**
   * Network interface and volumes that the member lacks; `restored`: where volumes come from. Without an address in the
   * settings it has the one again that its volumes remember, where that is free.
   */
  ensureMember(
    environment: EnvironmentRef,
    member: MemberSettings,
    settings: ClusterSettings,
    restored?: Restored,
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
  /** All but volumes and snapshots, as far as AWS lets it at the moment; volumes remember their member's address. */
  removeCluster(environment: EnvironmentRef): Promise<void>;
  /** These volumes, where nothing has them, are the member's no more; they stay, with that rollout's number. */
  setAsideVolumes(
    environment: EnvironmentRef,
    member: string,
    volumes: readonly string[],
    rollout: number,
  ): Promise<void>;
  /** These volumes, set aside before, are the member's again. */
  takeBackVolumes(environment: EnvironmentRef, member: string, volumes: readonly string[]): Promise<void>;
  /** Deletes a member's volumes that are attached to nothing, those that were set aside too. */
  deleteVolumes(environment: EnvironmentRef, member: string): Promise<void>;
  /** Deletes snapshots that nothing needs any more; what AWS does not let go stays. */
  deleteSnapshots(environment: EnvironmentRef, snapshots: readonly string[]): Promise<void>;
  /** Deletes launch templates of releases; what AWS does not let go stays. */
  deleteTemplates(environment: EnvironmentRef, releases: readonly ReleaseId[]): Promise<void>;
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
