import { DescribeAutoScalingInstancesCommand } from '@aws-sdk/client-auto-scaling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupCloud, membersIn, startGroupCloud } from './group-cloud.ts';

describe('DescribeAutoScalingInstances', () => {
  let test: GroupCloud;
  beforeEach(async () => {
    test = await startGroupCloud();
  });
  afterEach(() => test.close());

  it('lists members of all groups, or those asked for', async () => {
    const [id = ''] = membersIn(await test.createGroup(), 'InService');
    await test.createGroup({ AutoScalingGroupName: 'other', DesiredCapacity: 1 });
    const all = await test.autoScaling.send(new DescribeAutoScalingInstancesCommand({}));
    expect(all.AutoScalingInstances).toHaveLength(3);
    const one = await test.autoScaling.send(
      new DescribeAutoScalingInstancesCommand({ InstanceIds: [id, 'i-0123456789abcdef0'] }),
    );
    expect(one.AutoScalingInstances).toMatchObject([
      { InstanceId: id, AutoScalingGroupName: 'web', LifecycleState: 'InService', HealthStatus: 'HEALTHY' },
    ]);
  });
});
