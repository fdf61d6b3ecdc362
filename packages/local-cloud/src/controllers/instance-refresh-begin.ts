import type { LocalCloud } from '../cloud.ts';
import { isTerminating } from '../services/autoscaling/members.ts';
import type {
  GroupInstanceRecord,
  GroupRecord,
  InstanceRefreshRecord,
} from '../store/records/auto-scaling.ts';
import { AwsError } from '../wire/aws-error.ts';
import { resolveGroupLaunch } from './groups-launch.ts';

/**
 * Begins a pending refresh: new launches use what it wants first, and only then it is settled which members are to
 * be replaced, so that none is launched in between and missed.
 */
export function beginRefresh(cloud: LocalCloud, group: GroupRecord, refresh: InstanceRefreshRecord): void {
  const hold = { refreshId: refresh.id, surge: 0, launchTemplate: refresh.desiredTemplate };
  const held = cloud.tables.groups.put({ ...group, refresh: hold });
  const matches = refresh.preferences.skipMatching ? matcher(cloud, held) : () => false;
  const members = held.instances.filter(
    (member) => !isTerminating(member) && member.lifecycleState !== 'Detaching',
  );
  cloud.tables.instanceRefreshes.update(refresh.id, {
    status: 'InProgress',
    originalIds: members.map(({ instanceId }) => instanceId),
    outdatedIds: members.filter((member) => !matches(member)).map(({ instanceId }) => instanceId),
    progress: { done: '', at: cloud.now() },
  });
  cloud.poke();
}

function matcher(cloud: LocalCloud, group: GroupRecord): (member: GroupInstanceRecord) => boolean {
  try {
    const { launchTemplate: wanted } = resolveGroupLaunch(cloud, group);
    return ({ launchTemplate }) =>
      wanted !== undefined && launchTemplate?.id === wanted.id && launchTemplate.version === wanted.version;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    // Nothing matches a template that is gone; the launches will tell.
    return () => false;
  }
}
