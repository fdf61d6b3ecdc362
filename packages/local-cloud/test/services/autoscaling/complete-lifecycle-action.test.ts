import {
  CompleteLifecycleActionCommand,
  DeleteAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
  EnterStandbyCommand,
  ExitStandbyCommand,
  PutLifecycleHookCommand,
} from '@aws-sdk/client-auto-scaling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupCloud, membersIn, startGroupCloud } from './group-cloud.ts';

const LAUNCH = {
  LifecycleHookName: 'in',
  LifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
  HeartbeatTimeout: 60,
};
const END = {
  LifecycleHookName: 'out',
  LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
  HeartbeatTimeout: 60,
};

describe('CompleteLifecycleAction', () => {
  let test: GroupCloud;
  beforeEach(async () => {
    test = await startGroupCloud();
  });
  afterEach(() => test.close());

  const complete = async (change: object): Promise<void> => {
    const input = { AutoScalingGroupName: 'web', LifecycleHookName: 'in', LifecycleActionResult: 'CONTINUE' };
    await test.autoScaling.send(new CompleteLifecycleActionCommand({ ...input, ...change }));
    await test.tick();
  };
  const state = async (id: string): Promise<string | undefined> =>
    (await test.group()).Instances?.find(({ InstanceId }) => InstanceId === id)?.LifecycleState;

  it('keeps an instance out of service, and of its target groups, until the action is completed', async () => {
    const arn = await test.createTargetGroup();
    const change = { TargetGroupARNs: [arn], LifecycleHookSpecificationList: [LAUNCH], DesiredCapacity: 1 };
    const [id = ''] = membersIn(await test.createGroup(change), 'Pending:Wait');
    expect(test.cloud.tables.instances.get(id)?.state).toBe('running');
    expect(test.targets(arn)).toEqual([]);
    expect(await test.activities()).toMatchObject([{ StatusCode: 'MidLifecycleAction' }]);
    await complete({ InstanceId: id });
    expect(await state(id)).toBe('InService');
    expect(test.targets(arn)).toHaveLength(1);
    expect(await test.activities()).toMatchObject([{ StatusCode: 'Successful' }]);
  });

  it('takes the token in place of the instance', async () => {
    await test.createGroup({ LifecycleHookSpecificationList: [LAUNCH], DesiredCapacity: 1 });
    const [member] = test.cloud.tables.groups.get('web')?.instances ?? [];
    await complete({ LifecycleActionToken: member?.lifecycleActions?.[0]?.token });
    expect(await state(member?.instanceId ?? '')).toBe('InService');
  });

  it('terminates and replaces an instance whose launch is abandoned', async () => {
    const change = { LifecycleHookSpecificationList: [LAUNCH], DesiredCapacity: 1 };
    const [id = ''] = membersIn(await test.createGroup(change), 'Pending:Wait');
    await complete({ InstanceId: id, LifecycleActionResult: 'ABANDON' });
    expect(await state(id)).toBeUndefined();
    expect(test.cloud.tables.instances.get(id)?.state).toBe('terminated');
    const [launch] = (await test.activities()).filter(({ Description }) =>
      Description?.startsWith('Launching'),
    );
    expect(launch).toMatchObject({
      StatusCode: 'Cancelled',
      StatusMessage: expect.stringMatching(/was abandoned: Lifecycle Action Completed with ABANDON Result$/),
    });
    test.advance(5);
    await test.tick();
    expect(membersIn(await test.group(), 'Pending:Wait')).toHaveLength(1);
  });

  it('waits for every hook, but not after one has abandoned', async () => {
    const hooks = [LAUNCH, { ...LAUNCH, LifecycleHookName: 'in-too' }];
    const before = await test.createGroup({ LifecycleHookSpecificationList: hooks });
    const [first = '', second = ''] = membersIn(before, 'Pending:Wait');
    await complete({ InstanceId: first });
    expect(await state(first)).toBe('Pending:Wait');
    await complete({ InstanceId: first, LifecycleHookName: 'in-too' });
    expect(await state(first)).toBe('InService');
    await complete({ InstanceId: second, LifecycleActionResult: 'ABANDON' });
    expect(await state(second)).toBeUndefined();
  });

  it('drains a leaving instance first, and ends it when its action is completed', async () => {
    const arn = await test.createTargetGroup();
    const change = { TargetGroupARNs: [arn], LifecycleHookSpecificationList: [END] };
    await test.createGroup(change);
    await test.setDesired(1);
    const [id = ''] = membersIn(await test.group(), 'Terminating');
    expect(test.targets(arn).find(({ targetId }) => targetId === id)?.state).toBe('draining');
    test.forgetDraining(arn);
    await test.tick();
    expect(await state(id)).toBe('Terminating:Wait');
    expect(test.cloud.tables.instances.get(id)?.state).toBe('running');
    await complete({ InstanceId: id, LifecycleHookName: 'out', LifecycleActionResult: 'ABANDON' });
    expect(await state(id)).toBeUndefined();
    expect(test.cloud.tables.instances.get(id)?.state).toBe('terminated');
  });

  it.each([
    ['CONTINUE', 'InService'],
    ['ABANDON', undefined],
  ])('takes the default result %s when the time is over', async (result, expected) => {
    const hooks = [{ ...LAUNCH, DefaultResult: result }];
    const change = { LifecycleHookSpecificationList: hooks, DesiredCapacity: 1 };
    const [id = ''] = membersIn(await test.createGroup(change), 'Pending:Wait');
    test.advance(59);
    await test.tick();
    expect(await state(id)).toBe('Pending:Wait');
    test.advance(1);
    await test.tick();
    expect(await state(id)).toBe(expected);
  });

  it('refuses an action that does not wait', async () => {
    const [id = ''] = membersIn(await test.createGroup(), 'InService');
    await expect(complete({ InstanceId: id })).rejects.toMatchObject({
      name: 'ValidationError',
      message: `No active Lifecycle Action found with instance ID ${id}`,
    });
    await expect(complete({ LifecycleActionToken: 'one' })).rejects.toThrow(
      'No active Lifecycle Action found with token one',
    );
    await expect(complete({ InstanceId: id, LifecycleActionResult: 'RETRY' })).rejects.toThrow(
      'Invalid lifecycle action result RETRY',
    );
  });

  it('is not called for by instances that move in or out of standby', async () => {
    const [id = ''] = membersIn(await test.createGroup(), 'InService');
    for (const hook of [LAUNCH, END]) {
      await test.autoScaling.send(new PutLifecycleHookCommand({ AutoScalingGroupName: 'web', ...hook }));
    }
    const standby = { AutoScalingGroupName: 'web', InstanceIds: [id] };
    await test.autoScaling.send(
      new EnterStandbyCommand({ ...standby, ShouldDecrementDesiredCapacity: true }),
    );
    await test.tick();
    expect(await state(id)).toBe('Standby');
    await test.autoScaling.send(new ExitStandbyCommand(standby));
    await test.tick();
    expect(await state(id)).toBe('InService');
  });

  it('holds up no forced deletion', async () => {
    await test.createGroup({ LifecycleHookSpecificationList: [END] });
    await test.setDesired(1);
    const input = { AutoScalingGroupName: 'web', ForceDelete: true };
    await test.autoScaling.send(new DeleteAutoScalingGroupCommand(input));
    await test.tick();
    const { AutoScalingGroups: groups } = await test.autoScaling.send(
      new DescribeAutoScalingGroupsCommand({}),
    );
    expect(groups).toEqual([]);
    expect([...test.cloud.tables.lifecycleHooks.values()]).toEqual([]);
  });
});
