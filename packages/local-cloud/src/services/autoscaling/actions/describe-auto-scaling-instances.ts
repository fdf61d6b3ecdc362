import { DescribeAutoScalingInstancesCommand } from '@aws-sdk/client-auto-scaling';
import { on, type Route } from '../../../wire/route.ts';
import { paginate } from '../../paginate.ts';
import { renderLaunchTemplate } from '../render-group.ts';

/** DescribeAutoScalingInstances: members of all groups; ids that no group manages are left out. */
export const route: Route = on(DescribeAutoScalingInstancesCommand, (input, { cloud }) => {
  const wanted = new Set(input.InstanceIds);
  const members = [...cloud.tables.groups.values()].flatMap((group) =>
    group.instances
      .filter(({ instanceId }) => wanted.size === 0 || wanted.has(instanceId))
      .map((member) => ({ id: member.instanceId, group, member })),
  );
  const { page, nextToken } = paginate(members, input.MaxRecords ?? 50, input.NextToken);
  return {
    AutoScalingInstances: page.map(({ group, member }) => ({
      InstanceId: member.instanceId,
      InstanceType: member.instanceType,
      AutoScalingGroupName: group.id,
      AvailabilityZone: member.zone,
      LifecycleState: member.lifecycleState,
      HealthStatus: member.healthStatus.toUpperCase(),
      LaunchTemplate: renderLaunchTemplate(member),
      LaunchConfigurationName: member.launchConfigurationName,
      ProtectedFromScaleIn: member.protectedFromScaleIn,
    })),
    NextToken: nextToken,
  };
});
