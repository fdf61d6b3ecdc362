import {
  type AutoScalingGroup,
  CreateAutoScalingGroupCommand,
  type CreateAutoScalingGroupCommandInput,
  type Activity,
  CreateLaunchConfigurationCommand,
  type CreateLaunchConfigurationType,
  DescribeAutoScalingGroupsCommand,
  DescribeInstanceRefreshesCommand,
  DescribeScalingActivitiesCommand,
  type InstanceRefresh,
  type RefreshPreferences,
  SetDesiredCapacityCommand,
  StartInstanceRefreshCommand,
  type StartInstanceRefreshType,
} from '@aws-sdk/client-auto-scaling';
import { CreateLaunchTemplateCommand, CreateLaunchTemplateVersionCommand } from '@aws-sdk/client-ec2';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { createAlarmsController } from '../../../src/controllers/alarms-controller.ts';
import { createGroupsController } from '../../../src/controllers/groups-controller.ts';
import { createInstanceRefreshController } from '../../../src/controllers/instance-refresh-controller.ts';
import { createScheduledActionsController } from '../../../src/controllers/scheduled-actions.ts';
import type { TargetRecord } from '../../../src/store/records/elbv2.ts';
import { startTestCloud, type TestCloud } from '../../harness.ts';

/** A test cloud with a launch template `web-template`, and short ways to make and look at groups. */
export interface GroupCloud extends TestCloud {
  /** Creates the group `web` of two in zones a and b, unless told otherwise, and lets it settle. */
  createGroup(change?: Partial<CreateAutoScalingGroupCommandInput>): Promise<AutoScalingGroup>;
  group(name?: string): Promise<AutoScalingGroup>;
  /** Sets the desired capacity of `web` and lets it settle. */
  setDesired(capacity: number): Promise<void>;
  /** Makes the launch configuration `web-config`, unless told otherwise. */
  createConfiguration(change?: Partial<CreateLaunchConfigurationType>): Promise<void>;
  /** Makes one more version of `web-template`; answers its number. */
  createVersion(): Promise<string>;
  /** Starts a refresh of `web` to version 2 of its template, unless told otherwise, and ticks; answers its id. */
  startRefresh(preferences?: RefreshPreferences, change?: Partial<StartInstanceRefreshType>): Promise<string>;
  /** The newest refresh of `web`. */
  refresh(): Promise<InstanceRefresh>;
  activities(name?: string): Promise<readonly Activity[]>;
  /** Makes a target group; answers its ARN. */
  createTargetGroup(name?: string): Promise<string>;
  /** Makes a target group that the listener of a load balancer forwards to, so that its health is checked; answers its ARN. */
  createListenedTargetGroup(): Promise<string>;
  targets(arn: string): readonly TargetRecord[];
  setTargets(arn: string, state: TargetRecord['state']): void;
  /** As if the load balancer had finished draining. */
  forgetDraining(arn: string): void;
}

/** Starts it. */
export async function startGroupCloud(): Promise<GroupCloud> {
  const test = await startTestCloud({
    services: ['autoscaling', 'cloudwatch', 'ec2', 'elbv2'],
    controllers: [
      createGroupsController,
      createInstanceRefreshController,
      createScheduledActionsController,
      createAlarmsController,
    ],
  });
  const { cloud, ec2, autoScaling, elbv2 } = test;
  const [image] = cloud.tables.images.values();
  await ec2.send(
    new CreateLaunchTemplateCommand({
      LaunchTemplateName: 'web-template',
      LaunchTemplateData: { ImageId: image?.id, InstanceType: 't3.micro' },
    }),
  );
  const group = async (name = 'web'): Promise<AutoScalingGroup> => {
    const { AutoScalingGroups: [found] = [] } = await autoScaling.send(
      new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] }),
    );
    if (!found) throw new Error(`there is no group ${name}`);
    return found;
  };
  const createTargetGroup = async (name = 'web-targets'): Promise<string> => {
    const [vpc] = cloud.tables.vpcs.values();
    const { TargetGroups: [made] = [] } = await elbv2.send(
      new CreateTargetGroupCommand({ Name: name, Protocol: 'HTTP', Port: 80, VpcId: vpc?.id }),
    );
    return made?.TargetGroupArn ?? '';
  };
  const targets = (arn: string): readonly TargetRecord[] => cloud.tables.targetGroups.get(arn)?.targets ?? [];
  return {
    ...test,
    group,
    targets,
    createConfiguration: async (change = {}) => {
      await autoScaling.send(
        new CreateLaunchConfigurationCommand({
          LaunchConfigurationName: 'web-config',
          ImageId: image?.id,
          InstanceType: 't3.micro',
          ...change,
        }),
      );
    },
    createVersion: async () => {
      const { LaunchTemplateVersion: made } = await ec2.send(
        new CreateLaunchTemplateVersionCommand({
          LaunchTemplateName: 'web-template',
          LaunchTemplateData: { ImageId: image?.id, InstanceType: 't3.small' },
        }),
      );
      return String(made?.VersionNumber);
    },
    startRefresh: async (preferences = {}, change = {}) => {
      const { InstanceRefreshId: id = '' } = await autoScaling.send(
        new StartInstanceRefreshCommand({
          AutoScalingGroupName: 'web',
          DesiredConfiguration: { LaunchTemplate: { LaunchTemplateName: 'web-template', Version: '2' } },
          Preferences: preferences,
          ...change,
        }),
      );
      await test.tick();
      return id;
    },
    refresh: async () => {
      const { InstanceRefreshes: [found] = [] } = await autoScaling.send(
        new DescribeInstanceRefreshesCommand({ AutoScalingGroupName: 'web' }),
      );
      if (!found) throw new Error('there is no refresh of web');
      return found;
    },
    setDesired: async (capacity) => {
      await autoScaling.send(
        new SetDesiredCapacityCommand({ AutoScalingGroupName: 'web', DesiredCapacity: capacity }),
      );
      await test.tick();
    },
    createGroup: async (change = {}) => {
      await autoScaling.send(
        new CreateAutoScalingGroupCommand({
          AutoScalingGroupName: 'web',
          LaunchTemplate: { LaunchTemplateName: 'web-template' },
          MinSize: 1,
          MaxSize: 4,
          DesiredCapacity: 2,
          AvailabilityZones: ['us-east-1a', 'us-east-1b'],
          ...change,
        }),
      );
      await test.tick();
      return group(change.AutoScalingGroupName);
    },
    activities: async (name = 'web') => {
      const { Activities: found = [] } = await autoScaling.send(
        new DescribeScalingActivitiesCommand({ AutoScalingGroupName: name }),
      );
      return found;
    },
    createTargetGroup,
    createListenedTargetGroup: async () => {
      const arn = await createTargetGroup();
      const subnets = [...cloud.tables.subnets.values()].slice(0, 2).map(({ id }) => id);
      const { LoadBalancers: [balancer] = [] } = await elbv2.send(
        new CreateLoadBalancerCommand({ Name: 'web', Subnets: subnets }),
      );
      await elbv2.send(
        new CreateListenerCommand({
          LoadBalancerArn: balancer?.LoadBalancerArn,
          Protocol: 'HTTP',
          Port: 80,
          DefaultActions: [{ Type: 'forward', TargetGroupArn: arn }],
        }),
      );
      return arn;
    },
    setTargets: (arn, state) => {
      cloud.tables.targetGroups.update(arn, {
        targets: targets(arn).map((target) => ({ ...target, state })),
      });
    },
    forgetDraining: (arn) => {
      cloud.tables.targetGroups.update(arn, {
        targets: targets(arn).filter(({ state }) => state !== 'draining'),
      });
    },
  };
}

/** How many members of a group come from which version of their launch template: `{ '1': 2 }`. */
export function versions(group: AutoScalingGroup): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { LaunchTemplate, LifecycleState } of group.Instances ?? []) {
    if (LifecycleState?.startsWith('Terminating')) continue;
    const version = LaunchTemplate?.Version ?? 'none';
    counts[version] = (counts[version] ?? 0) + 1;
  }
  return counts;
}

/** The ids of a group's members in a state. */
export function membersIn(group: AutoScalingGroup, state: string): readonly string[] {
  const members = (group.Instances ?? []).filter(({ LifecycleState }) => LifecycleState === state);
  return members.map(({ InstanceId }) => InstanceId ?? '');
}
