import { DescribeLifecycleHooksCommand, PutLifecycleHookCommand } from '@aws-sdk/client-auto-scaling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupCloud, startGroupCloud } from './group-cloud.ts';

describe('PutLifecycleHook', () => {
  let test: GroupCloud;
  beforeEach(async () => {
    test = await startGroupCloud();
    await test.createGroup();
  });
  afterEach(() => test.close());

  const put = (change: object): Promise<unknown> =>
    test.autoScaling.send(
      new PutLifecycleHookCommand({ AutoScalingGroupName: 'web', LifecycleHookName: 'launch', ...change }),
    );
  const LAUNCHING = { LifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING' };
  const hooks = async (): Promise<unknown> =>
    (await test.autoScaling.send(new DescribeLifecycleHooksCommand({ AutoScalingGroupName: 'web' })))
      .LifecycleHooks;

  it('makes a hook with the documented defaults', async () => {
    await put(LAUNCHING);
    expect(await hooks()).toEqual([
      {
        LifecycleHookName: 'launch',
        AutoScalingGroupName: 'web',
        ...LAUNCHING,
        HeartbeatTimeout: 3600,
        GlobalTimeout: 172800,
        DefaultResult: 'ABANDON',
      },
    ]);
  });

  it('changes only what an update names', async () => {
    await put({ ...LAUNCHING, DefaultResult: 'CONTINUE', NotificationTargetARN: 'arn:aws:sqs:::q' });
    await put({ HeartbeatTimeout: 30, NotificationTargetARN: '' });
    expect(await hooks()).toMatchObject([
      { ...LAUNCHING, DefaultResult: 'CONTINUE', HeartbeatTimeout: 30, GlobalTimeout: 3000 },
    ]);
    expect(await hooks()).not.toMatchObject([{ NotificationTargetARN: expect.anything() }]);
  });

  it.each([
    [{ LifecycleHookName: 'a hook' }, /Value 'a hook' at 'lifecycleHookName'/],
    [{}, /LifecycleTransition is required/],
    [{ LifecycleTransition: 'launching' }, /Invalid lifecycle transition launching/],
    [{ HeartbeatTimeout: 29 }, /HeartbeatTimeout must be between 30 and 7200 seconds, and is 29/],
    [{ DefaultResult: 'RETRY' }, /Invalid lifecycle action result RETRY/],
    [{ AutoScalingGroupName: 'other' }, /AutoScalingGroup 'other' not found/],
  ])('refuses %j', async (change, message) => {
    const known = 'LifecycleTransition' in change || Object.keys(change).length === 0 ? {} : LAUNCHING;
    await expect(put({ ...known, ...change })).rejects.toThrow(message);
  });

  it('refuses the fifty-first', async () => {
    for (let index = 0; index < 50; index++) await put({ ...LAUNCHING, LifecycleHookName: `hook-${index}` });
    await expect(put(LAUNCHING)).rejects.toMatchObject({ name: 'LimitExceededFault' });
  });
});
