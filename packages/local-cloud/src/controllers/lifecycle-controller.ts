import type { LocalCloud } from '../cloud.ts';
import { nextRun } from '../services/dlm/next-run.ts';
import { beginSnapshot, requireData } from '../services/ec2/snapshots.ts';
import type { LifecyclePolicyRecord, SnapshotScheduleRecord } from '../store/records/dlm.ts';
import type { VolumeRecord } from '../store/records/ec2.ts';
import { AwsError } from '../wire/aws-error.ts';
import { expiryTag, POLICY_TAG, retire, SCHEDULE_TAG } from './lifecycle-retention.ts';
import type { Controller } from './loop.ts';

/**
 * Makes the snapshots of lifecycle policies when they are due and deletes what they no longer keep. What came due while
 * the daemon was down is made once, late. A run that was cut off leaves out the volumes that it got to.
 */
export function createLifecycleController(cloud: LocalCloud): Controller {
  return {
    tick: async () => {
      const now = cloud.now();
      for (const policy of cloud.tables.lifecyclePolicies.values()) {
        if (policy.state !== 'ENABLED') continue;
        for (const schedule of policy.schedules) {
          if (schedule.nextRunAt <= now) run(cloud, policy, schedule, now);
          retire(cloud, policy, schedule, now);
        }
      }
    },
  };
}

function run(
  cloud: LocalCloud,
  policy: LifecyclePolicyRecord,
  schedule: SnapshotScheduleRecord,
  now: Date,
): void {
  const made = new Set<string>();
  for (const { volumeId = '', startedAt, tags } of cloud.tables.snapshots.values()) {
    const ours = tags[POLICY_TAG] === policy.id && tags[SCHEDULE_TAG] === schedule.name;
    if (ours && startedAt >= schedule.nextRunAt) made.add(volumeId);
  }
  for (const volume of cloud.tables.volumes.values()) {
    if (isTarget(policy, volume) && !made.has(volume.id)) snapshot(cloud, policy, schedule, volume);
  }
  const nextRunAt = nextRun(schedule, now);
  cloud.tables.lifecyclePolicies.update(policy.id, {
    // Other schedules of the policy may have run in this tick.
    schedules: (cloud.tables.lifecyclePolicies.get(policy.id) ?? policy).schedules.map((other) =>
      other.name === schedule.name ? { ...other, nextRunAt } : other,
    ),
  });
  cloud.log('lifecycle policy ran', { policy: policy.id, schedule: schedule.name, next: nextRunAt });
}

/** Whether a policy is for a volume. */
const isTarget = ({ targetTags }: LifecyclePolicyRecord, { tags }: VolumeRecord): boolean =>
  targetTags.some(({ key, value }) => tags[key] === value);

function snapshot(
  cloud: LocalCloud,
  { id }: LifecyclePolicyRecord,
  schedule: SnapshotScheduleRecord,
  volume: VolumeRecord,
): void {
  const own = Object.entries(volume.tags).filter(([key]) => !key.startsWith('aws:'));
  try {
    requireData(volume);
    beginSnapshot(cloud, volume, {
      description: `Created for policy: ${id} schedule: ${schedule.name}`,
      tags: {
        ...(schedule.copyTags ? Object.fromEntries(own) : {}),
        ...schedule.tagsToAdd,
        [POLICY_TAG]: id,
        [SCHEDULE_TAG]: schedule.name,
        'dlm:managed': 'true',
        ...expiryTag(schedule.retain, cloud.now()),
      },
    });
  } catch (error) {
    // One that is only being made, or deleted, has its turn the next time, or none.
    if (!(error instanceof AwsError)) throw error;
    cloud.log('no snapshot by a lifecycle policy', { policy: id, volume: volume.id, reason: error.message });
  }
}
