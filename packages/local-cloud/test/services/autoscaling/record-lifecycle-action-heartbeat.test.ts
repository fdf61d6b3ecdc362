import { RecordLifecycleActionHeartbeatCommand } from '@aws-sdk/client-auto-scaling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupCloud, membersIn, startGroupCloud } from './group-cloud.ts';

describe('RecordLifecycleActionHeartbeat', () => {
  let test: GroupCloud;
  let id: string;
  beforeEach(async () => {
    test = await startGroupCloud();
    const hook = {
      LifecycleHookName: 'in',
      LifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
      HeartbeatTimeout: 60,
      DefaultResult: 'CONTINUE',
    };
    const group = await test.createGroup({ LifecycleHookSpecificationList: [hook], DesiredCapacity: 1 });
    [id = ''] = membersIn(group, 'Pending:Wait');
  });
  afterEach(() => test.close());

  const beat = (): Promise<unknown> =>
    test.autoScaling.send(
      new RecordLifecycleActionHeartbeatCommand({
        AutoScalingGroupName: 'web',
        LifecycleHookName: 'in',
        InstanceId: id,
      }),
    );
  const waiting = async (): Promise<boolean> => {
    await test.tick();
    return membersIn(await test.group(), 'Pending:Wait').includes(id);
  };

  it('starts the time anew', async () => {
    test.advance(40);
    await beat();
    test.advance(59);
    expect(await waiting()).toBe(true);
    test.advance(1);
    expect(await waiting()).toBe(false);
  });

  it('does not go beyond the global time-out', async () => {
    for (let beats = 0; beats < 99; beats++) {
      test.advance(59);
      await beat();
    }
    test.advance(59);
    await beat();
    test.advance(59);
    expect(await waiting()).toBe(true);
    test.advance(41);
    expect(await waiting()).toBe(false);
  });

  it('refuses an action whose time is over', async () => {
    test.advance(60);
    await expect(beat()).rejects.toMatchObject({
      name: 'ValidationError',
      message: `No active Lifecycle Action found with instance ID ${id}`,
    });
  });
});
