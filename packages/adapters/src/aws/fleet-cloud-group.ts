import {
  CreateAutoScalingGroupCommand,
  DeleteScheduledActionCommand,
  DescribeAutoScalingGroupsCommand,
  PutScheduledUpdateGroupActionCommand,
  ResumeProcessesCommand,
  SuspendProcessesCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import type { Capacity, EnvironmentRef, ReleaseId, SideOrder } from '@imago/engine';
import type { AwsClients } from './clients.ts';
import { fleetNames } from './fleet-cloud-names.ts';
import { retirementName } from './fleet-cloud-standing.ts';
import { belongs, tagsOf } from './fleet-cloud-tags.ts';
import { nameTaken } from './fleet-cloud-template.ts';
import type { TemplateRef } from './fleet-cloud-template.ts';
import { tolerate } from './fleet-cloud-tolerate.ts';

/** The group of a release; one that exists is brought to the capacity ordered. */
export async function ensureGroup(
  aws: AwsClients,
  ref: EnvironmentRef,
  order: SideOrder,
  parts: {
    readonly template: TemplateRef;
    readonly targetGroupArn: string;
    readonly subnetIds: readonly string[];
  },
): Promise<void> {
  const { release, settings, capacity, suspendedProcesses } = order;
  const command = new CreateAutoScalingGroupCommand({
    AutoScalingGroupName: fleetNames(ref).side(release),
    LaunchTemplate: parts.template,
    ...sizes(capacity),
    VPCZoneIdentifier: parts.subnetIds.join(','),
    TargetGroupARNs: [parts.targetGroupArn],
    HealthCheckType: 'ELB',
    HealthCheckGracePeriod: Math.ceil(settings.healthCheckGracePeriod.milliseconds / 1000),
    // The instances have theirs from the launch template.
    Tags: tagsOf(ref, 'side', release, settings.tags).map((tag) => ({ ...tag, PropagateAtLaunch: false })),
  });
  const made = await tolerate(['conflict'], aws.autoScaling.send(command));
  if (made === undefined) {
    const name = fleetNames(ref).side(release);
    const found = await describeGroup(aws, name);
    if (found !== undefined && !belongs(ref, found.Tags)) throw nameTaken('Auto Scaling group', name);
    await setCapacity(aws, ref, release, capacity);
  }
  if (made === undefined || suspendedProcesses.length > 0)
    await setSuspended(aws, ref, release, suspendedProcesses);
}

/**
 * Sets the three sizes at once: UpdateAutoScalingGroup. A desired capacity that `recent`, the group as it was seen a
 * moment ago, has already is not sent, so that what somebody scales meanwhile is not overwritten; AWS moves it within
 * the limits, which are.
 */
export async function setCapacity(
  aws: AwsClients,
  ref: EnvironmentRef,
  release: ReleaseId,
  capacity: Capacity,
  recent?: AutoScalingGroup,
): Promise<void> {
  const AutoScalingGroupName = fleetNames(ref).side(release);
  const { DesiredCapacity, ...limits } = sizes(capacity);
  const desired = recent?.DesiredCapacity === DesiredCapacity ? {} : { DesiredCapacity };
  await aws.autoScaling.send(
    new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, ...limits, ...desired }),
  );
}

/** Leaves it with AWS to take the group to zero. */
export async function scheduleRetirement(
  aws: AwsClients,
  ref: EnvironmentRef,
  release: ReleaseId,
  at: Date,
): Promise<void> {
  // AWS refuses a time that is past, and takes whole seconds.
  const soonest = Date.now() + 60_000;
  const StartTime = new Date(Math.ceil(Math.max(at.getTime(), soonest) / 1000) * 1000);
  const command = new PutScheduledUpdateGroupActionCommand({
    AutoScalingGroupName: fleetNames(ref).side(release),
    ScheduledActionName: retirementName,
    StartTime,
    ...sizes({ min: 0, desired: 0, max: 0 }),
  });
  await aws.autoScaling.send(command);
}

/** The group stays as it is. */
export async function cancelRetirement(
  aws: AwsClients,
  ref: EnvironmentRef,
  release: ReleaseId,
): Promise<void> {
  const AutoScalingGroupName = fleetNames(ref).side(release);
  const command = new DeleteScheduledActionCommand({
    AutoScalingGroupName,
    ScheduledActionName: retirementName,
  });
  await tolerate(['not-found'], aws.autoScaling.send(command));
}

/** Suspends exactly these processes; `recent` is the group as it was seen a moment ago, where it was. */
export async function setSuspended(
  aws: AwsClients,
  ref: EnvironmentRef,
  release: ReleaseId,
  processes: readonly string[],
  recent?: AutoScalingGroup,
): Promise<void> {
  const AutoScalingGroupName = fleetNames(ref).side(release);
  const group = recent ?? (await describeGroup(aws, AutoScalingGroupName));
  const suspended = (group?.SuspendedProcesses ?? []).map(({ ProcessName = '' }) => ProcessName);
  const more = processes.filter((process) => !suspended.includes(process));
  const less = suspended.filter((process) => !processes.includes(process));
  // An empty list would mean all of them.
  if (more.length > 0) {
    await aws.autoScaling.send(new SuspendProcessesCommand({ AutoScalingGroupName, ScalingProcesses: more }));
  }
  if (less.length > 0) {
    await aws.autoScaling.send(new ResumeProcessesCommand({ AutoScalingGroupName, ScalingProcesses: less }));
  }
}

/** A group by its name. */
export async function describeGroup(aws: AwsClients, name: string): Promise<AutoScalingGroup | undefined> {
  const query = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] });
  return (await aws.autoScaling.send(query)).AutoScalingGroups?.[0];
}

const sizes = ({
  min,
  desired,
  max,
}: Capacity): { MinSize: number; DesiredCapacity: number; MaxSize: number } => ({
  MinSize: min,
  DesiredCapacity: desired,
  MaxSize: max,
});
