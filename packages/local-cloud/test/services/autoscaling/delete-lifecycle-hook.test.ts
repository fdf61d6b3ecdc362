import { DeleteLifecycleHookCommand } from '@aws-sdk/client-auto-scaling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupCloud, membersIn, startGroupCloud } from './group-cloud.ts';

describe('DeleteLifecycleHook', () => {
  let test: GroupCloud;
  beforeEach(async () => {
    test = await startGroupCloud();
  });
  afterEach(() => test.close());

  const remove = (name: string): Promise<unknown> =>
    test.autoScaling.send(
      new DeleteLifecycleHookCommand({ AutoScalingGroupName: 'web', LifecycleHookName: name }),
    );

  it('abandons the launches that it holds; their replacements are not held', async () => {
    const hook = { LifecycleHookName: 'in', LifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING' };
    const held = membersIn(
      await test.createGroup({ LifecycleHookSpecificationList: [hook] }),
      'Pending:Wait',
    );
    expect(held).toHaveLength(2);
    await remove('in');
    await test.tick();
    test.advance(5);
    await test.tick();
    const serving = membersIn(await test.group(), 'InService');
    expect(serving).toHaveLength(2);
    expect(serving.filter((id) => held.includes(id))).toEqual([]);
  });

  it('lets the terminations that it holds go on', async () => {
    const hook = { LifecycleHookName: 'out', LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING' };
    await test.createGroup({ LifecycleHookSpecificationList: [hook] });
    await test.setDesired(1);
    expect(membersIn(await test.group(), 'Terminating:Wait')).toHaveLength(1);
    await remove('out');
    await test.tick();
    expect((await test.group()).Instances).toHaveLength(1);
  });

  it('refuses a hook that does not exist', async () => {
    await test.createGroup();
    await expect(remove('other')).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'No Lifecycle Hook found with name other',
    });
  });
});
