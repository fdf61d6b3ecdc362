import type { StateReason, Tags } from './ec2.ts';

/** Where a volume is attached, or on its way to or from. */
export interface AttachmentRecord {
  readonly instanceId: string;
  readonly deviceName: string;
  readonly deleteOnTermination: boolean;
  readonly attachedAt: Date;
  /** `attached` unless told. `busy`: it is to be detached, and the instance still has it mounted. */
  readonly state?: 'attaching' | 'attached' | 'detaching' | 'busy';
  /** Set when it is to be detached whether the instance lets go of it or not. */
  readonly forced?: boolean;
}

/** What a block device of an image, a launch or a volume is like. */
export interface VolumeShape {
  readonly sizeGiB: number;
  readonly volumeType: string;
  /** Absent where its type has no such setting. */
  readonly iops?: number;
  /** MiB/s; `gp3` alone has it. */
  readonly throughput?: number;
  /** Recorded and shown; the data lie as they are. */
  readonly encrypted: boolean;
  readonly kmsKeyId?: string;
}

export interface VolumeRecord extends VolumeShape {
  readonly id: string;
  readonly zone: string;
  readonly state: 'creating' | 'available' | 'in-use' | 'deleting' | 'error';
  readonly snapshotId?: string;
  readonly createdAt: Date;
  /** Set on volumes that are block devices of their own. A root volume is its machine's root file system. */
  readonly block?: true;
  readonly clientToken?: string;
  readonly attachment?: AttachmentRecord;
  /** The last ModifyVolume. */
  readonly modification?: VolumeModificationRecord;
  readonly tags: Tags;
}

export interface VolumeModificationRecord {
  readonly state: 'modifying' | 'completed' | 'failed';
  readonly statusMessage?: string;
  readonly original: VolumeShape;
  readonly target: VolumeShape;
  readonly startedAt: Date;
  readonly endedAt?: Date;
}

export interface SnapshotRecord {
  readonly id: string;
  readonly volumeId?: string;
  /** The machine disk that holds its data, of a root volume. */
  readonly disk?: string;
  /** The instance whose root is to become `disk` while the snapshot is pending; CreateImage's have none. */
  readonly instanceId?: string;
  /** The file that holds its data, of a volume that is a block device; named by the snapshot that made it. */
  readonly blocks?: string;
  /** Set on those of an image's data volumes, which are taken when the image is made. */
  readonly imageId?: string;
  /** Shared by the snapshots that are taken at one moment. */
  readonly setId?: string;
  /** Set once it is deleted for its owner; the record goes when its disk is gone. */
  readonly deletedAt?: Date;
  readonly description: string;
  readonly state: 'pending' | 'completed' | 'error';
  readonly stateReason?: StateReason;
  readonly ownerId: string;
  readonly sizeGiB: number;
  readonly encrypted?: boolean;
  readonly kmsKeyId?: string;
  readonly startedAt: Date;
  readonly completedAt?: Date;
  readonly tags: Tags;
}
