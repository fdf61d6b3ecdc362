import {
  EnterStandbyCommand,
  SuspendProcessesCommand,
  TerminateInstanceInAutoScalingGroupCommand,
  type TerminateInstanceInAutoScalingGroupCommandOutput,
} from '@aws-sdk/client-auto-scaling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupCloud, membersIn, startGroupCloud } from './group-cloud.ts';

describe('TerminateInstanceInAutoScalingGroup', () => {
  let test: GroupCloud;
  beforeEach(async () => {
    test = await startGroupCloud();
  });
  afterEach(() => test.close());

  const terminate = (
    id: string | undefined,
    decrement: boolean,
  ): Promise<TerminateInstanceInAutoScalingGroupCommandOutput> =>
    test.autoScaling.send(
      new TerminateInstanceInAutoScalingGroupCommand({
        InstanceId: id,
        ShouldDecrementDesiredCapacity: decrement,
      }),
    );

  it('replaces the instance when the capacity stays', async () => {
    const [id] = membersIn(await test.createGroup(), 'InService');
    const { Activity: activity } = await terminate(id, false);
    expect(activity).toMatchObject({
      StatusCode: 'InProgress',
      Description: `Terminating EC2 instance: ${id}`,
      Cause: `At 2026-11-21T10:00:00Z instance ${id} was taken out of service in response to a user request.`,
    });
    await test.tick();
    const members = membersIn(await test.group(), 'InService');
    expect(members).toHaveLength(2);
    expect(members).not.toContain(id);
  });

  it('does not replace it when the capacity shrinks', async () => {
    const [id] = membersIn(await test.createGroup(), 'InService');
    const { Activity: activity } = await terminate(id, true);
    expect(activity?.Cause).toMatch(/user request, shrinking the capacity from 2 to 1\.$/);
    await test.tick();
    expect(await test.group()).toMatchObject({
      DesiredCapacity: 1,
      Instances: [{ LifecycleState: 'InService' }],
    });
  });

  it('refuses to shrink below the minimum', async () => {
    const [id] = membersIn(await test.createGroup({ MinSize: 2 }), 'InService');
    await expect(terminate(id, true)).rejects.toThrow(
      "Currently, desiredSize equals minSize (2). Terminating instance without replacement will violate group's min size constraint. Either set shouldDecrementDesiredCapacity flag to false or lower group's min size.",
    );
  });

  it('launches the replacement while the old one still drains', async () => {
    const arn = await test.createTargetGroup();
    const [id = ''] = membersIn(await test.createGroup({ TargetGroupARNs: [arn] }), 'InService');
    await terminate(id, false);
    await test.tick();
    const group = await test.group();
    expect(membersIn(group, 'Terminating')).toEqual([id]);
    expect(membersIn(group, 'InService')).toHaveLength(2);
  });

  it('works on instances that are protected, and while Terminate is suspended', async () => {
    const [id = ''] = membersIn(
      await test.createGroup({ NewInstancesProtectedFromScaleIn: true }),
      'InService',
    );
    await test.autoScaling.send(
      new SuspendProcessesCommand({ AutoScalingGroupName: 'web', ScalingProcesses: ['Terminate'] }),
    );
    await terminate(id, false);
    await test.tick();
    expect(test.cloud.tables.instances.get(id)?.state).toBe('terminated');
  });

  it('works on instances in standby, which count for no capacity', async () => {
    const [id = ''] = membersIn(await test.createGroup(), 'InService');
    await test.autoScaling.send(
      new EnterStandbyCommand({
        AutoScalingGroupName: 'web',
        InstanceIds: [id],
        ShouldDecrementDesiredCapacity: true,
      }),
    );
    await test.tick();
    await terminate(id, true);
    await test.tick();
    expect(await test.group()).toMatchObject({ DesiredCapacity: 1, Instances: { length: 1 } });
    expect(test.cloud.tables.instances.get(id)?.state).toBe('terminated');
  });

  it('launches no replacement while Launch is suspended', async () => {
    const [id = ''] = membersIn(await test.createGroup(), 'InService');
    await test.autoScaling.send(
      new SuspendProcessesCommand({ AutoScalingGroupName: 'web', ScalingProcesses: ['Launch'] }),
    );
    await terminate(id, false);
    await test.tick();
    expect((await test.group()).Instances).toHaveLength(1);
  });

  it('waits for draining before it terminates', async () => {
    const arn = await test.createTargetGroup();
    const [id = ''] = membersIn(await test.createGroup({ TargetGroupARNs: [arn] }), 'InService');
    await terminate(id, false);
    await test.tick();
    expect(test.targets(arn).find(({ targetId }) => targetId === id)?.state).toBe('draining');
    expect(test.cloud.tables.instances.get(id)?.state).toBe('running');
    expect((await test.activities()).map(({ StatusCode }) => StatusCode)).toContain(
      'WaitingForELBConnectionDraining',
    );
    test.forgetDraining(arn);
    await test.tick();
    expect(test.cloud.tables.instances.get(id)?.state).toBe('terminated');
  });

  it('refuses an instance that no group manages', async () => {
    await expect(terminate('i-0123456789abcdef0', false)).rejects.toThrow(
      'Instance Id not found - No managed instance found for instance ID: i-0123456789abcdef0',
    );
  });
});
