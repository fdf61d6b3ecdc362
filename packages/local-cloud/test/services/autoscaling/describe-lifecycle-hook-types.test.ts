import { DescribeLifecycleHookTypesCommand } from '@aws-sdk/client-auto-scaling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupCloud, startGroupCloud } from './group-cloud.ts';

describe('DescribeLifecycleHookTypes', () => {
  let test: GroupCloud;
  beforeEach(async () => {
    test = await startGroupCloud();
  });
  afterEach(() => test.close());

  it('names both transitions', async () => {
    const { LifecycleHookTypes: types } = await test.autoScaling.send(
      new DescribeLifecycleHookTypesCommand(),
    );
    expect(types).toEqual(['autoscaling:EC2_INSTANCE_LAUNCHING', 'autoscaling:EC2_INSTANCE_TERMINATING']);
  });
});
