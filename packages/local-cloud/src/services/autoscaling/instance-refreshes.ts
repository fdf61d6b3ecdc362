import type { LocalCloud } from '../../cloud.ts';
import type { GroupRecord, InstanceRefreshRecord, RefreshStatus } from '../../store/records/auto-scaling.ts';
import { AwsError } from '../../wire/aws-error.ts';

/** How many refreshes of a group are remembered (AWS: those of six weeks). */
const KEPT = 50;

const ENDED: ReadonlySet<RefreshStatus> = new Set([
  'Successful',
  'Failed',
  'Cancelled',
  'RollbackSuccessful',
  'RollbackFailed',
]);

/** Whether a refresh still has something to do. */
export function isRefreshing({ status }: InstanceRefreshRecord): boolean {
  return !ENDED.has(status);
}

/** A group's refreshes, newest first. */
export function refreshesOf(cloud: LocalCloud, groupName: string): readonly InstanceRefreshRecord[] {
  const found: InstanceRefreshRecord[] = [];
  for (const refresh of cloud.tables.instanceRefreshes.values()) {
    if (refresh.groupName === groupName) found.push(refresh);
  }
  return found.toReversed();
}

/** The refresh that a group is in; there is one at most. */
export function activeRefresh(cloud: LocalCloud, groupName: string): InstanceRefreshRecord | undefined {
  return refreshesOf(cloud, groupName).find(isRefreshing);
}

/** The refresh that a group is in, or AWS's error. */
export function requireActiveRefresh(cloud: LocalCloud, groupName: string): InstanceRefreshRecord {
  const refresh = activeRefresh(cloud, groupName);
  if (refresh) return refresh;
  throw new AwsError(
    'ActiveInstanceRefreshNotFound',
    `No in progress or pending Instance Refresh found for Auto Scaling group ${groupName}`,
  );
}

/** Why a group could not go back to what it was before a refresh; nothing when it can. */
export function irreversible(
  group: GroupRecord,
  desiredTemplate: InstanceRefreshRecord['desiredTemplate'],
): string | undefined {
  if (!desiredTemplate) return 'a desired configuration was not found';
  const version = group.launchTemplate?.version;
  return version?.startsWith('$')
    ? `an incompatible launch template version (${version}) is present on the Auto Scaling group`
    : undefined;
}

/** Refuses what an active refresh with a desired configuration does not let a request change. */
export function refuseWhileRefreshing(cloud: LocalCloud, groupName: string): void {
  if (!activeRefresh(cloud, groupName)?.desiredTemplate) return;
  throw new AwsError(
    'ValidationError',
    'An active instance refresh with a desired configuration exists. All configuration options derived from the desired configuration are not available for update while the instance refresh is active.',
  );
}

/** Gives a group its own launches back. */
export function releaseGroup(cloud: LocalCloud, groupName: string): void {
  const group = cloud.tables.groups.get(groupName);
  if (group?.refresh) cloud.tables.groups.update(groupName, { refresh: undefined });
}

/** Ends a refresh; the group launches from its own template again. */
export function endRefresh(
  cloud: LocalCloud,
  refresh: InstanceRefreshRecord,
  status: RefreshStatus,
  statusReason?: string,
): void {
  releaseGroup(cloud, refresh.groupName);
  cloud.tables.instanceRefreshes.update(refresh.id, { status, statusReason, endedAt: cloud.now() });
  cloud.poke();
}

/** Makes room for one more refresh of a group. */
export function forgetOldRefreshes(cloud: LocalCloud, groupName: string): void {
  const ended = refreshesOf(cloud, groupName).filter((refresh) => !isRefreshing(refresh));
  for (const { id } of ended.slice(KEPT - 1)) cloud.tables.instanceRefreshes.delete(id);
}
