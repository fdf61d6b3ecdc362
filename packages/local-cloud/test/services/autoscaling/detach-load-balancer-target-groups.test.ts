import {
  DescribeLoadBalancerTargetGroupsCommand,
  DetachLoadBalancerTargetGroupsCommand,
} from '@aws-sdk/client-auto-scaling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupCloud, membersIn, startGroupCloud } from './group-cloud.ts';

describe('DetachLoadBalancerTargetGroups', () => {
  let test: GroupCloud;
  beforeEach(async () => {
    test = await startGroupCloud();
  });
  afterEach(() => test.close());

  it('drains the instances, and is Removing until they are drained', async () => {
    const arn = await test.createTargetGroup();
    await test.createGroup({ TargetGroupARNs: [arn] });
    const request = { AutoScalingGroupName: 'web', TargetGroupARNs: [arn] };
    await test.autoScaling.send(new DetachLoadBalancerTargetGroupsCommand(request));
    await test.tick();
    expect(test.targets(arn).map(({ state }) => state)).toEqual(['draining', 'draining']);
    const command = new DescribeLoadBalancerTargetGroupsCommand({ AutoScalingGroupName: 'web' });
    const before = await test.autoScaling.send(command);
    expect(before.LoadBalancerTargetGroups).toEqual([{ LoadBalancerTargetGroupARN: arn, State: 'Removing' }]);
    test.forgetDraining(arn);
    await test.tick();
    expect((await test.autoScaling.send(command)).LoadBalancerTargetGroups).toEqual([]);
    expect(membersIn(await test.group(), 'InService')).toHaveLength(2);
  });

  it('refuses target groups that are not attached', async () => {
    await test.createGroup();
    const request = { AutoScalingGroupName: 'web', TargetGroupARNs: [await test.createTargetGroup()] };
    await expect(test.autoScaling.send(new DetachLoadBalancerTargetGroupsCommand(request))).rejects.toThrow(
      /^Trying to remove Target Groups that are not part of the group/,
    );
  });
});
