import {
  DeleteAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
} from '@aws-sdk/client-auto-scaling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupCloud, startGroupCloud } from './group-cloud.ts';

describe('DeleteAutoScalingGroup', () => {
  let test: GroupCloud;
  beforeEach(async () => {
    test = await startGroupCloud();
  });
  afterEach(() => test.close());

  const remove = (force = false): Promise<unknown> =>
    test.autoScaling.send(
      new DeleteAutoScalingGroupCommand({ AutoScalingGroupName: 'web', ForceDelete: force }),
    );
  const count = async (): Promise<number | undefined> =>
    (await test.autoScaling.send(new DescribeAutoScalingGroupsCommand({}))).AutoScalingGroups?.length;

  it('removes an empty group at once', async () => {
    await test.createGroup({ MinSize: 0, DesiredCapacity: 0 });
    await remove();
    expect(await count()).toBe(0);
  });

  it('refuses a group with instances', async () => {
    await test.createGroup();
    await expect(remove()).rejects.toMatchObject({
      name: 'ResourceInUseFault',
      message: /^You cannot delete an AutoScalingGroup while there are instances/,
    });
  });

  it('terminates the instances first when forced, without waiting for draining', async () => {
    const arn = await test.createTargetGroup();
    await test.createGroup({ TargetGroupARNs: [arn] });
    await remove(true);
    expect((await test.group()).Status).toBe('Delete in progress');
    await test.tick();
    expect(await count()).toBe(0);
    expect(test.machines.running.size).toBe(0);
  });
});
