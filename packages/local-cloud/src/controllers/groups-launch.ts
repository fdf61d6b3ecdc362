import type { LocalCloud } from '../cloud.ts';
import { activityDetails, finishActivity, startActivity } from '../services/autoscaling/activities.ts';
import {
  configuredLaunch,
  requireLaunchConfiguration,
} from '../services/autoscaling/launch-configurations.ts';
import { startActions } from '../services/autoscaling/lifecycle-actions.ts';
import { hooksOf } from '../services/autoscaling/lifecycle-hooks.ts';
import { memberOf, putMember } from '../services/autoscaling/members.ts';
import { subnetFor } from '../services/autoscaling/placement.ts';
import { launchInstances } from '../services/ec2/launch-instances.ts';
import type { Launch } from '../services/ec2/launch.ts';
import { resolveLaunchTemplate } from '../services/ec2/resolve-launch-template.ts';
import type { GroupRecord } from '../store/records/auto-scaling.ts';
import type { InstanceRecord } from '../store/records/ec2.ts';
import { AwsError } from '../wire/aws-error.ts';
import { backoffMs } from './groups-capacity.ts';

/** Launches one instance for a group in a zone; a failure becomes an activity and delays the next attempt. */
export function launchMember(cloud: LocalCloud, groupName: string, zone: string, cause: string): boolean {
  const group = cloud.tables.groups.get(groupName);
  if (!group) return false;
  const subnetId = subnetFor(cloud, group, zone);
  try {
    const launch = resolveGroupLaunch(cloud, group);
    const [instance] = launchInstances(cloud, {
      ...launch,
      count: 1,
      ...(subnetId === undefined ? { zone } : { subnetId }),
      tags: { ...launch.tags, ...propagatedTags(group), 'aws:autoscaling:groupName': group.id },
      autoScalingGroupName: group.id,
    });
    if (instance) adoptInstance(cloud, group, instance, cause);
    return true;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const { id } = startActivity(cloud, {
      groupName: group.id,
      description: 'Launching a new EC2 instance',
      cause,
      statusCode: 'InProgress',
      details: activityDetails(zone, subnetId),
    });
    finishActivity(cloud, id, 'Failed', failureMessage(error.message));
    delayLaunches(cloud, group.id);
    return false;
  }
}

/**
 * Takes a launched instance into its group as `Pending`, or `Pending:Wait` if a hook holds it; also one that a killed
 * daemon launched but did not note.
 */
export function adoptInstance(
  cloud: LocalCloud,
  group: GroupRecord,
  instance: InstanceRecord,
  cause: string,
): void {
  const hooks = hooksOf(cloud, group.id, 'autoscaling:EC2_INSTANCE_LAUNCHING');
  const held =
    hooks.length === 0
      ? {}
      : { lifecycleState: 'Pending:Wait' as const, lifecycleActions: startActions(hooks, cloud.now()) };
  const { launchConfigurationName } = group;
  const source =
    instance.launchTemplate || launchConfigurationName === undefined ? {} : { launchConfigurationName };
  putMember(cloud, group.id, { ...memberOf(group, instance, cloud.now()), ...source, ...held });
  startActivity(cloud, {
    groupName: group.id,
    instanceId: instance.id,
    description: `Launching a new EC2 instance: ${instance.id}`,
    cause,
    statusCode: hooks.length === 0 ? 'PreInService' : 'MidLifecycleAction',
    details: activityDetails(instance.zone, instance.subnetId),
  });
}

/** What the group launches from now, which an instance refresh may change before it is the group's own; throws EC2's error when the template, its version or the configuration is gone. */
export function resolveGroupLaunch(cloud: LocalCloud, group: GroupRecord): Omit<Launch, 'count'> {
  const template = group.refresh?.launchTemplate ?? group.launchTemplate;
  if (!template) return configuredLaunch(requireLaunchConfiguration(cloud, group.launchConfigurationName));
  const { id, version } = template;
  return resolveLaunchTemplate(cloud, { id, version }).launch;
}

/** Makes the group wait before it launches again, longer after each failure in a row. */
export function delayLaunches(cloud: LocalCloud, groupName: string): void {
  const failures = (cloud.tables.groups.get(groupName)?.launchBackoff?.failures ?? 0) + 1;
  const until = new Date(cloud.now().getTime() + backoffMs(failures));
  cloud.tables.groups.update(groupName, { launchBackoff: { failures, until } });
}

/** The `StatusMessage` of a failed launch, as AWS ends it. */
export function failureMessage(reason: string): string {
  return `${reason.replace(/\.$/, '')}. Launching EC2 instance failed.`;
}

function propagatedTags(group: GroupRecord): Readonly<Record<string, string>> {
  return Object.fromEntries(
    group.tags.filter(({ propagateAtLaunch }) => propagateAtLaunch).map(({ key, value }) => [key, value]),
  );
}
