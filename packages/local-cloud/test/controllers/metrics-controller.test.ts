import { CreateAutoScalingGroupCommand, EnableMetricsCollectionCommand } from '@aws-sdk/client-auto-scaling';
import { GetMetricStatisticsCommand, ListMetricsCommand, type Statistic } from '@aws-sdk/client-cloudwatch';
import { CreateLaunchTemplateCommand } from '@aws-sdk/client-ec2';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGroupsController } from '../../src/controllers/groups-controller.ts';
import { createMetricsController } from '../../src/controllers/metrics-controller.ts';
import type { TrafficCounters } from '../../src/machines/machines.ts';
import { resourceLabel } from '../../src/services/elbv2/resource-label.ts';
import { startTestCloud, type TestCloud } from '../harness.ts';

let test: TestCloud;
/** What the load balancer has done, and each machine's processor time. */
let counters: readonly TrafficCounters[] = [];
let cpuSeconds: number | undefined;

beforeEach(async () => {
  counters = [];
  cpuSeconds = 0;
  test = await startTestCloud({
    controllers: [
      createGroupsController,
      (cloud) =>
        createMetricsController({
          ...cloud,
          machines: {
            ...cloud.machines,
            cpuSeconds: () => Promise.resolve(cpuSeconds),
            balancer: { ...cloud.machines.balancer, counters: () => Promise.resolve(counters) },
          },
        }),
    ],
  });
});
afterEach(() => test.close());

/** The sum, average or other over the last minute. */
async function measured(
  Namespace: string,
  MetricName: string,
  dimensions: Readonly<Record<string, string>>,
  statistic: Statistic = 'Sum',
): Promise<number | undefined> {
  const { Datapoints: [point] = [] } = await test.cloudWatch.send(
    new GetMetricStatisticsCommand({
      Namespace,
      MetricName,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      StartTime: new Date('2026-11-21T10:00:00Z'),
      EndTime: new Date('2026-11-21T10:01:00Z'),
      Period: 60,
      Statistics: [statistic],
    }),
  );
  return point?.[statistic];
}

async function pass(seconds: number): Promise<void> {
  test.advance(seconds);
  await test.tick();
}

describe('a load balancer', () => {
  let loadBalancer = '';
  let targetGroup = '';
  beforeEach(async () => {
    const { tables } = test.cloud;
    const [vpc] = tables.vpcs.values();
    const subnets = [...tables.subnets.values()].map(({ id }) => id);
    const { TargetGroups: [group] = [] } = await test.elbv2.send(
      new CreateTargetGroupCommand({ Name: 'web', Protocol: 'HTTP', Port: 80, VpcId: vpc?.id }),
    );
    const { LoadBalancers: [balancer] = [] } = await test.elbv2.send(
      new CreateLoadBalancerCommand({ Name: 'shop', Subnets: subnets }),
    );
    targetGroup = group?.TargetGroupArn ?? '';
    loadBalancer = balancer?.LoadBalancerArn ?? '';
    await test.elbv2.send(
      new CreateListenerCommand({
        LoadBalancerArn: loadBalancer,
        Protocol: 'HTTP',
        Port: 80,
        DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroup }],
      }),
    );
    const target = { targetId: 'i-1', port: 80, state: 'healthy', registeredAt: test.cloud.now() } as const;
    tables.targetGroups.update(targetGroup, {
      targets: [target, { ...target, targetId: 'i-2' }, { ...target, targetId: 'i-3', state: 'unhealthy' }],
    });
  });

  const did = (requests: number, failed: number, own: number): readonly TrafficCounters[] => {
    const answers = { '2xx': requests - failed, '3xx': 0, '4xx': 0, '5xx': failed };
    const server = `${targetGroup.split('/').at(-1)}.i-1_80`;
    return [
      { id: '1/b80/a', kind: 'server', server, requests, answers, responseMilliseconds: 250 },
      {
        id: '1/f80/FRONTEND',
        kind: 'listener',
        server: 'FRONTEND',
        requests: requests + own,
        answers: { ...answers, '5xx': failed + own },
        responseMilliseconds: 250,
      },
    ];
  };

  it('tells what was asked of it and how it was answered, since it is looked at', async () => {
    counters = did(1000, 100, 10);
    await test.tick();
    counters = did(1040, 103, 12);
    await pass(5);
    const dimensions = { LoadBalancer: resourceLabel(loadBalancer) };
    const ofGroup = { ...dimensions, TargetGroup: resourceLabel(targetGroup) };
    const elb = (
      name: string,
      by: Readonly<Record<string, string>>,
      statistic?: Statistic,
    ): Promise<unknown> => measured('AWS/ApplicationELB', name, by, statistic);
    for (const by of [dimensions, ofGroup]) {
      expect(await elb('RequestCount', by)).toBe(40);
      expect(await elb('HTTPCode_Target_2XX_Count', by)).toBe(37);
      expect(await elb('HTTPCode_Target_5XX_Count', by)).toBe(3);
      expect(await elb('HTTPCode_Target_4XX_Count', by)).toBeUndefined();
      expect(await elb('TargetResponseTime', by, 'Average')).toBe(0.25);
    }
    expect(await elb('HTTPCode_ELB_5XX_Count', dimensions)).toBe(2);
    expect(await elb('RequestCountPerTarget', ofGroup)).toBe(20);
    expect(await elb('HealthyHostCount', ofGroup, 'Minimum')).toBe(2);
    expect(await elb('UnHealthyHostCount', ofGroup, 'Maximum')).toBe(1);
  });
});

describe('a group and its instances', () => {
  beforeEach(async () => {
    const [image] = test.cloud.tables.images.values();
    await test.ec2.send(
      new CreateLaunchTemplateCommand({
        LaunchTemplateName: 'web',
        LaunchTemplateData: { ImageId: image?.id, InstanceType: 'm3.medium' },
      }),
    );
    await test.autoScaling.send(
      new CreateAutoScalingGroupCommand({
        AutoScalingGroupName: 'web',
        LaunchTemplate: { LaunchTemplateName: 'web' },
        MinSize: 2,
        MaxSize: 4,
        AvailabilityZones: ['us-east-1a'],
      }),
    );
    await test.tick();
  });
  const ofGroup = { AutoScalingGroupName: 'web' };

  it('tell the group’s numbers only when that is switched on', async () => {
    const list = new ListMetricsCommand({ Namespace: 'AWS/AutoScaling' });
    expect((await test.cloudWatch.send(list)).Metrics).toEqual([]);
    await test.autoScaling.send(
      new EnableMetricsCollectionCommand({
        AutoScalingGroupName: 'web',
        Granularity: '1Minute',
        Metrics: ['GroupInServiceInstances', 'GroupMaxSize'],
      }),
    );
    await pass(5);
    expect((await test.cloudWatch.send(list)).Metrics).toHaveLength(2);
    expect(await measured('AWS/AutoScaling', 'GroupInServiceInstances', ofGroup, 'Average')).toBe(2);
    expect(await measured('AWS/AutoScaling', 'GroupMaxSize', ofGroup, 'Maximum')).toBe(4);
  });

  it('tell the processor time, of each and over the group', async () => {
    await pass(5);
    cpuSeconds = 2;
    await pass(5);
    const [instance] = test.cloud.tables.instances.values();
    const ofOne = { InstanceId: instance?.id ?? '' };
    // Two of five seconds, and the type has one core.
    expect(await measured('AWS/EC2', 'CPUUtilization', ofOne, 'Maximum')).toBeCloseTo(40);
    expect(await measured('AWS/EC2', 'CPUUtilization', ofGroup, 'Maximum')).toBeCloseTo(40);
    expect(await measured('AWS/EC2', 'CPUUtilization', ofGroup, 'SampleCount')).toBe(2);
    // Less than before: the machines were booted again.
    cpuSeconds = 1;
    await pass(5);
    expect(await measured('AWS/EC2', 'CPUUtilization', ofGroup, 'SampleCount')).toBe(2);
  });
});
