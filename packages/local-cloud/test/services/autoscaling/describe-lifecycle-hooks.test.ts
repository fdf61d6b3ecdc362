import { DescribeLifecycleHooksCommand } from '@aws-sdk/client-auto-scaling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupCloud, startGroupCloud } from './group-cloud.ts';

describe('DescribeLifecycleHooks', () => {
  let test: GroupCloud;
  beforeEach(async () => {
    test = await startGroupCloud();
  });
  afterEach(() => test.close());

  const names = async (wanted?: string[]): Promise<unknown> => {
    const { LifecycleHooks: hooks = [] } = await test.autoScaling.send(
      new DescribeLifecycleHooksCommand({ AutoScalingGroupName: 'web', LifecycleHookNames: wanted }),
    );
    return hooks.map(({ LifecycleHookName }) => LifecycleHookName);
  };

  it('shows the hooks that a group was created with, or those that are named', async () => {
    await test.createGroup({
      LifecycleHookSpecificationList: [
        { LifecycleHookName: 'in', LifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING' },
        { LifecycleHookName: 'out', LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING' },
      ],
    });
    expect(await names()).toEqual(['in', 'out']);
    expect(await names(['out', 'other'])).toEqual(['out']);
  });

  it('refuses a group that does not exist', async () => {
    await expect(names()).rejects.toThrow("AutoScalingGroup 'web' not found");
  });
});
