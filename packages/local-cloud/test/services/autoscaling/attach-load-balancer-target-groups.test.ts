import {
  AttachLoadBalancerTargetGroupsCommand,
  DescribeLoadBalancerTargetGroupsCommand,
  SuspendProcessesCommand,
} from '@aws-sdk/client-auto-scaling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupCloud, startGroupCloud } from './group-cloud.ts';

describe('AttachLoadBalancerTargetGroups', () => {
  let test: GroupCloud;
  beforeEach(async () => {
    test = await startGroupCloud();
  });
  afterEach(() => test.close());

  const attach = (arn: string): Promise<unknown> =>
    test.autoScaling.send(
      new AttachLoadBalancerTargetGroupsCommand({ AutoScalingGroupName: 'web', TargetGroupARNs: [arn] }),
    );
  const state = async (): Promise<string | undefined> => {
    const command = new DescribeLoadBalancerTargetGroupsCommand({ AutoScalingGroupName: 'web' });
    return (await test.autoScaling.send(command)).LoadBalancerTargetGroups?.[0]?.State;
  };

  it('registers what is in service, and what comes later', async () => {
    const arn = await test.createTargetGroup();
    await test.createGroup();
    await attach(arn);
    expect(test.targets(arn)).toHaveLength(2);
    expect(await state()).toBe('Added');
    test.setTargets(arn, 'healthy');
    expect(await state()).toBe('InService');
  });

  it('leaves instances alone while AddToLoadBalancer is suspended', async () => {
    const arn = await test.createTargetGroup();
    await test.createGroup();
    await test.autoScaling.send(
      new SuspendProcessesCommand({ AutoScalingGroupName: 'web', ScalingProcesses: ['AddToLoadBalancer'] }),
    );
    await attach(arn);
    await test.tick();
    expect(test.targets(arn)).toEqual([]);
    expect(await state()).toBe('Adding');
  });

  it('refuses what is no target group', async () => {
    await test.createGroup();
    await expect(attach('arn:aws:elasticloadbalancing:x')).rejects.toThrow(
      'Provided Target Groups may not be valid. Please ensure they exist and try again.',
    );
  });
});
