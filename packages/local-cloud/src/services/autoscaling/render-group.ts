import type { AutoScalingGroup, Instance, TagDescription } from '@aws-sdk/client-auto-scaling';
import type { GroupInstanceRecord, GroupRecord, GroupTagRecord } from '../../store/records/auto-scaling.ts';
import { renderTemplate } from './render-instance-refresh.ts';

/** A group as DescribeAutoScalingGroups shows it. */
export function renderGroup(group: GroupRecord): AutoScalingGroup {
  return {
    AutoScalingGroupName: group.id,
    AutoScalingGroupARN: group.arn,
    LaunchTemplate: group.launchTemplate && renderTemplate(group.launchTemplate),
    LaunchConfigurationName: group.launchConfigurationName,
    MinSize: group.minSize,
    MaxSize: group.maxSize,
    DesiredCapacity: group.desiredCapacity,
    DefaultCooldown: group.defaultCooldown,
    DefaultInstanceWarmup: group.defaultInstanceWarmup,
    AvailabilityZones: [...group.zones],
    LoadBalancerNames: [],
    TargetGroupARNs: [...group.targetGroupArns],
    TrafficSources: group.targetGroupArns.map((arn) => ({ Identifier: arn, Type: 'elbv2' })),
    HealthCheckType: group.healthCheckType,
    HealthCheckGracePeriod: group.healthCheckGracePeriod,
    Instances: group.instances.map(renderMember),
    CreatedTime: group.createdAt,
    SuspendedProcesses: group.suspendedProcesses.map(({ name, reason }) => ({
      ProcessName: name,
      SuspensionReason: reason,
    })),
    VPCZoneIdentifier: group.subnetIds.join(','),
    EnabledMetrics: group.enabledMetrics.map((metric) => ({ Metric: metric, Granularity: '1Minute' })),
    Status: group.status,
    Tags: group.tags.map((tag) => renderTag(group.id, tag)),
    TerminationPolicies: [...group.terminationPolicies],
    NewInstancesProtectedFromScaleIn: group.newInstancesProtectedFromScaleIn,
    CapacityRebalance: false,
  };
}

/** A tag of a group, as the Describe calls show it. */
export function renderTag(groupName: string, tag: GroupTagRecord): TagDescription {
  return {
    ResourceId: groupName,
    ResourceType: 'auto-scaling-group',
    Key: tag.key,
    Value: tag.value,
    PropagateAtLaunch: tag.propagateAtLaunch,
  };
}

function renderMember(member: GroupInstanceRecord): Instance {
  return {
    InstanceId: member.instanceId,
    InstanceType: member.instanceType,
    AvailabilityZone: member.zone,
    LifecycleState: member.lifecycleState,
    HealthStatus: member.healthStatus,
    LaunchTemplate: renderLaunchTemplate(member),
    LaunchConfigurationName: member.launchConfigurationName,
    ProtectedFromScaleIn: member.protectedFromScaleIn,
  };
}

/** The launch template and version that a member was launched from. */
export function renderLaunchTemplate({ launchTemplate }: GroupInstanceRecord): Instance['LaunchTemplate'] {
  return (
    launchTemplate && {
      LaunchTemplateId: launchTemplate.id,
      LaunchTemplateName: launchTemplate.name,
      Version: String(launchTemplate.version),
    }
  );
}
