import type { EnvironmentRef } from './environment.ts';
import type { ObservedLoadBalancer } from './observed.ts';
import type { ReleaseId } from './release.ts';

/** A data volume as Elastic Block Store tells it. */
export interface ObservedVolume {
  /** As the config names it. */
  readonly name: string;
  /** Such as `vol-0123456789abcdef0`. */
  readonly id: string;
  readonly zone: string;
  readonly state: 'creating' | 'available' | 'in-use' | 'deleting' | 'error';
  readonly attachment?: {
    readonly instanceId: string;
    readonly device: string;
    readonly state: 'attaching' | 'attached' | 'detaching' | 'detached' | 'busy';
  };
  /** The snapshot that it was made from. */
  readonly fromSnapshot?: string;
  /** Number of the restore that had it made. */
  readonly restoredBy?: number;
  /** Number of the restore that set it aside. */
  readonly replacedBy?: number;
  /** Private address that its member had when the volume, or its member's end, was made. */
  readonly address?: string;
  /** A file system was seen on it, by the tag that says so: none is made on it any more. */
  readonly formatted: boolean;
}

/** An instance of a member as EC2 tells it. */
export interface ObservedMemberInstance {
  readonly id: string;
  /** The release that it was launched for. */
  readonly release?: ReleaseId;
  readonly state: 'pending' | 'running' | 'stopping' | 'stopped' | 'shutting-down' | 'terminated';
  readonly launchedAt?: Date;
  /** Why it is in that state, where EC2 says so. */
  readonly reason?: string;
}

/** A member: its interface and volumes, and the instances there are for it. */
export interface ObservedMember {
  readonly name: string;
  readonly ordinal: number;
  readonly networkInterface?: {
    readonly id: string;
    readonly address: string;
    readonly zone: string;
    /** The instance that it belongs to now. */
    readonly instanceId?: string;
  };
  readonly volumes: readonly ObservedVolume[];
  /** Volumes that restores have put others in the place of. */
  readonly replaced?: readonly ObservedVolume[];
  /** All that are not terminated, oldest first. More than one is a mistake of somebody's, or an old look. */
  readonly instances: readonly ObservedMemberInstance[];
  /** Attempts at a launch whose instances have ended, as long as EC2 tells of them. */
  readonly endedAttempts?: readonly string[];
}

/** A snapshot of a member's volume. */
export interface ObservedSnapshot {
  readonly id: string;
  readonly member: string;
  readonly volume: string;
  readonly state: 'pending' | 'completed' | 'error';
  readonly startedAt: Date;
  /** The rollout before which it was made. */
  readonly rollout?: number;
  /** The volume that it is of; it may be gone. */
  readonly volumeId?: string;
}

/** Everything of a cluster as the cloud tells it at one moment. Read by tags, never remembered. */
export interface ObservedCluster {
  readonly environment: EnvironmentRef;
  /** When it was asked for; nothing in it is from before. */
  readonly at: Date;
  readonly securityGroup?: string;
  readonly loadBalancer?: ObservedLoadBalancer;
  /** Members of which anything exists, by ordinal. */
  readonly members: readonly ObservedMember[];
  /** Releases that have a launch template. */
  readonly templates: readonly ReleaseId[];
  readonly snapshots: readonly ObservedSnapshot[];
}
