import type { ClusterSettings } from '../model/cluster.ts';
import type { EnvironmentRef } from '../model/environment.ts';

/** The network of a rehearsal, and the block of the one that it is like. */
export interface RehearsalNetwork {
  readonly vpc: string;
  /** One for each subnet of the original, in the same zones. */
  readonly subnets: readonly string[];
  /** Such as `10.83.16.0/20`. */
  readonly block: string;
  readonly likeBlock: string;
}

/** Snapshots that volumes can be made from, by member and volume. */
export type VolumeCopies = Readonly<
  Record<string, Readonly<Record<string, { readonly snapshot: string; readonly sizeGiB: number }>>>
>;

/**
 * What only a rehearsal makes: a network of its own, and copies of data. Everything carries the environment's tags and
 * those given. Rejects with a `CloudError`.
 */
export interface RehearsalCloud {
  /** Where its resources are: state stores may be shared by several. */
  readonly region: string;
  /** A VPC in a free block, with subnets as those have it that the settings name: zones, ways out, public addresses. */
  createNetwork(
    environment: EnvironmentRef,
    like: Pick<ClusterSettings, 'vpc' | 'subnets'>,
    tags: Readonly<Record<string, string>>,
  ): Promise<RehearsalNetwork>;
  /** Begins snapshots of the volumes of a cluster as they are now, those of one member at one moment. */
  copyVolumes(
    from: EnvironmentRef,
    environment: EnvironmentRef,
    tags: Readonly<Record<string, string>>,
  ): Promise<VolumeCopies>;
  /** Those of these snapshots that no volume can be made from yet; rejects where one has failed. */
  openCopies(environment: EnvironmentRef, snapshots: readonly string[]): Promise<readonly string[]>;
  /** Deletes what can go now of all that a destroy leaves: snapshots, volumes, network. Answers what still stands. */
  removeRest(environment: EnvironmentRef): Promise<readonly string[]>;
}
