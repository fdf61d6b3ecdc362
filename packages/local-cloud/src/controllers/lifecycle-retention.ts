import type { LocalCloud } from '../cloud.ts';
import { deleteSnapshot } from '../services/ec2/delete-snapshot.ts';
import type { LifecyclePolicyRecord, Retention, SnapshotScheduleRecord } from '../store/records/dlm.ts';
import type { SnapshotRecord, Tags } from '../store/records/ec2.ts';

/** What Data Lifecycle Manager itself writes on its snapshots. */
export const POLICY_TAG = 'aws:dlm:lifecycle-policy-id';
/** Under this name a schedule counts its snapshots. */
export const SCHEDULE_TAG = 'aws:dlm:lifecycle-schedule-name';
const EXPIRY_TAG = 'aws:dlm:expirationTime';

/** When a snapshot that is made now is deleted, where its schedule goes by age. */
export function expiryTag(retain: Retention, now: Date): Tags {
  if ('count' in retain) return {};
  const expiry = new Date(now);
  const { interval, unit } = retain;
  if (unit === 'MONTHS') expiry.setUTCMonth(expiry.getUTCMonth() + interval);
  else if (unit === 'YEARS') expiry.setUTCFullYear(expiry.getUTCFullYear() + interval);
  else expiry.setUTCDate(expiry.getUTCDate() + interval * (unit === 'WEEKS' ? 7 : 1));
  return { [EXPIRY_TAG]: expiry.toISOString() };
}

/**
 * Deletes the snapshots that a schedule no longer keeps, of each volume for itself. Only complete ones count, so that one
 * that fails never costs a good one its place. A volume that lost the policy's tags is no longer looked after; of one that
 * was deleted, the last snapshot stays.
 */
export function retire(
  cloud: LocalCloud,
  policy: LifecyclePolicyRecord,
  { name, retain }: SnapshotScheduleRecord,
  now: Date,
): void {
  for (const [volumeId, snapshots] of snapshotsOf(cloud, policy.id, name)) {
    const volume = cloud.tables.volumes.get(volumeId);
    if (volume && !policy.targetTags.some(({ key, value }) => volume.tags[key] === value)) continue;
    const newestFirst = [...snapshots].sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime());
    const over =
      'count' in retain
        ? newestFirst.slice(retain.count)
        : newestFirst.slice(volume ? 0 : 1).filter((snapshot) => isExpired(snapshot, now));
    for (const { id } of over.filter((snapshot) => !isUsed(cloud, snapshot))) deleteSnapshot(cloud, id);
  }
}

function snapshotsOf(
  cloud: LocalCloud,
  policyId: string,
  schedule: string,
): ReadonlyMap<string, readonly SnapshotRecord[]> {
  const byVolume = new Map<string, SnapshotRecord[]>();
  for (const snapshot of cloud.tables.snapshots.values()) {
    const { tags, state, deletedAt, volumeId = '' } = snapshot;
    if (tags[POLICY_TAG] !== policyId || tags[SCHEDULE_TAG] !== schedule) continue;
    if (state !== 'completed' || deletedAt !== undefined) continue;
    byVolume.set(volumeId, [...(byVolume.get(volumeId) ?? []), snapshot]);
  }
  return byVolume;
}

function isExpired({ tags }: SnapshotRecord, now: Date): boolean {
  const expiry = tags[EXPIRY_TAG];
  return expiry !== undefined && new Date(expiry) <= now;
}

/** DeleteSnapshot refuses what a registered image is made of. */
function isUsed(cloud: LocalCloud, { id }: SnapshotRecord): boolean {
  for (const image of cloud.tables.images.values()) {
    if (image.blockDevices.some(({ snapshotId }) => snapshotId === id)) return true;
  }
  return false;
}
