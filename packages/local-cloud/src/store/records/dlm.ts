import type { Tags } from './ec2.ts';

/** A lifecycle policy of Data Lifecycle Manager that makes snapshots of volumes. */
export interface LifecyclePolicyRecord {
  /** `policy-` and 17 hexadecimal digits. */
  readonly id: string;
  readonly arn: string;
  readonly description: string;
  readonly state: 'ENABLED' | 'DISABLED';
  readonly roleArn: string;
  /** A volume with any of them is a target. */
  readonly targetTags: readonly { readonly key: string; readonly value: string }[];
  readonly schedules: readonly SnapshotScheduleRecord[];
  readonly createdAt: Date;
  readonly modifiedAt: Date;
  readonly tags: Tags;
}

/** When a policy makes snapshots, and how long they stay. */
export interface SnapshotScheduleRecord {
  /** Snapshots are counted under this name. */
  readonly name: string;
  readonly copyTags: boolean;
  readonly tagsToAdd: Tags;
  readonly everyHours: number;
  /** `hh:mm` UTC. */
  readonly time: string;
  readonly retain: Retention;
  readonly nextRunAt: Date;
}

/** How many snapshots of a volume stay, or for how long. */
export type Retention =
  | { readonly count: number }
  | { readonly interval: number; readonly unit: 'DAYS' | 'WEEKS' | 'MONTHS' | 'YEARS' };
