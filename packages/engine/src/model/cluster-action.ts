import type { Bootstrap } from './cluster.ts';
import type { ReleaseId } from './release.ts';

/** Where a restore has volumes made from. */
export interface Restored {
  /** Ids, by the volumes' names. */
  readonly snapshots: Readonly<Record<string, string>>;
  /** The restore's number: the same snapshot may be restored from twice. */
  readonly rollout: number;
}

/** One step in the cloud of a cluster's rollout, as a value. Performing it twice does no harm. */
export type ClusterAction =
  /** Security group, and load balancer where the settings have one. */
  | { readonly kind: 'prepare-cluster' }
  /** Launch template of a release, network interface excepted. */
  | { readonly kind: 'prepare-template'; readonly release: ReleaseId }
  /** Network interface and data volumes of a member: those that it lacks; a restore has them made from snapshots. */
  | { readonly kind: 'prepare-member'; readonly member: string; readonly restored?: Restored }
  /** Snapshots of all volumes of these members, those of one member at one moment. */
  | { readonly kind: 'snapshot-members'; readonly members: readonly string[]; readonly rollout: number }
  /** In order; with `force` at once. */
  | {
      readonly kind: 'stop-member';
      readonly member: string;
      readonly instance: string;
      readonly force: boolean;
    }
  /** Only what is attached to that instance. */
  | { readonly kind: 'detach-volumes'; readonly member: string; readonly instance: string }
  | { readonly kind: 'terminate-member'; readonly member: string; readonly instance: string }
  /** A new instance on the member's interface. The same `attempt` never makes two. */
  | {
      readonly kind: 'launch-member';
      readonly member: string;
      readonly release: ReleaseId;
      /** Unique in the environment, for good. */
      readonly attempt: string;
      readonly bootstrap: Bootstrap;
    }
  | { readonly kind: 'attach-volumes'; readonly member: string; readonly instance: string }
  /** These volumes, attached to nothing, are tagged as replaced by that rollout: no longer the member's, and kept. */
  | {
      readonly kind: 'set-aside-volumes';
      readonly member: string;
      readonly volumes: readonly string[];
      readonly rollout: number;
    }
  /** These volumes, set aside before, are the member's again. */
  | { readonly kind: 'take-back-volumes'; readonly member: string; readonly volumes: readonly string[] }
  /** Its volumes have a file system from now on, whatever happens to them. */
  | { readonly kind: 'mark-formatted'; readonly member: string }
  /** Load balancer and DNS name hold the members' addresses. */
  | { readonly kind: 'publish-members' }
  /** Snapshots and launch templates that nothing needs any more; one that cannot be deleted stays. */
  | { readonly kind: 'retire-snapshots'; readonly snapshots: readonly string[] }
  | { readonly kind: 'retire-templates'; readonly releases: readonly ReleaseId[] }
  /** Interfaces, security group, load balancer, launch templates and DNS name, as far as AWS lets it. Never a volume. */
  | { readonly kind: 'remove-cluster' }
  /** Only ever ordered by a person, or for a rehearsal. */
  | { readonly kind: 'delete-volumes'; readonly member: string };
