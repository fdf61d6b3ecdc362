import type { LocalCloud } from '../cloud.ts';
import type {
  GroupInstanceRecord,
  GroupRecord,
  InstanceRefreshRecord,
} from '../store/records/auto-scaling.ts';
import { isAvailable, isRunning } from './groups-available.ts';
import type { RefreshMember } from './instance-refresh-plan.ts';

/** How long a new instance has to be in service to count, in seconds. */
export function instanceWarmup(group: GroupRecord, { preferences }: InstanceRefreshRecord): number {
  return preferences.instanceWarmup ?? group.defaultInstanceWarmup ?? group.healthCheckGracePeriod;
}

/** Looks at every member of a group with the eyes of its refresh. */
export function observeRefresh(
  cloud: LocalCloud,
  group: GroupRecord,
  refresh: InstanceRefreshRecord,
): readonly RefreshMember[] {
  const outdated = new Set(refresh.outdatedIds);
  const original = new Set(refresh.originalIds);
  const warmup = instanceWarmup(group, refresh) * 1000;
  return group.instances.map((member) => {
    return {
      member,
      outdated: outdated.has(member.instanceId),
      available: isAvailable(cloud, group, member),
      warm: original.has(member.instanceId) || isWarm(member, warmup, cloud.now()),
      checkedBy: isRunning(cloud, member) ? 'Elastic Load Balancing' : 'Amazon EC2',
    };
  });
}

function isWarm({ inServiceSince }: GroupInstanceRecord, warmup: number, now: Date): boolean {
  return inServiceSince !== undefined && now.getTime() - inServiceSince.getTime() >= warmup;
}
