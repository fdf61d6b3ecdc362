import { EnterStandbyCommand, ExitStandbyCommand } from '@aws-sdk/client-auto-scaling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupCloud, membersIn, startGroupCloud } from './group-cloud.ts';

describe('EnterStandby', () => {
  let test: GroupCloud;
  beforeEach(async () => {
    test = await startGroupCloud();
  });
  afterEach(() => test.close());

  const enter = (id: string, decrement: boolean): Promise<unknown> =>
    test.autoScaling.send(
      new EnterStandbyCommand({
        AutoScalingGroupName: 'web',
        InstanceIds: [id],
        ShouldDecrementDesiredCapacity: decrement,
      }),
    );

  it('drains the instance and keeps it, with one less wanted', async () => {
    const arn = await test.createTargetGroup();
    const [id = ''] = membersIn(await test.createGroup({ TargetGroupARNs: [arn] }), 'InService');
    await enter(id, true);
    await test.tick();
    expect(membersIn(await test.group(), 'EnteringStandby')).toEqual([id]);
    test.forgetDraining(arn);
    await test.tick();
    const group = await test.group();
    expect(membersIn(group, 'Standby')).toEqual([id]);
    expect(group).toMatchObject({ DesiredCapacity: 1, Instances: { length: 2 } });
  });

  it('has it replaced when the capacity stays', async () => {
    const [id = ''] = membersIn(await test.createGroup(), 'InService');
    await enter(id, false);
    await test.tick();
    expect(membersIn(await test.group(), 'InService')).toHaveLength(2);
  });

  it('refuses to go below the minimum', async () => {
    const [id = ''] = membersIn(await test.createGroup({ MinSize: 2 }), 'InService');
    await expect(enter(id, true)).rejects.toThrow(
      'AutoScalingGroup web has min-size=2, max-size=4, and desired-size=2. To place into standby 1 instance, please update the AutoScalingGroup sizes appropriately.',
    );
  });

  it('lets ExitStandby bring it back into service and into the target groups', async () => {
    const arn = await test.createTargetGroup();
    const [id = ''] = membersIn(await test.createGroup({ TargetGroupARNs: [arn] }), 'InService');
    await enter(id, true);
    await test.tick();
    test.forgetDraining(arn);
    await test.tick();
    const request = { AutoScalingGroupName: 'web', InstanceIds: [id] };
    await test.autoScaling.send(new ExitStandbyCommand(request));
    await test.tick();
    expect(membersIn(await test.group(), 'InService')).toContain(id);
    expect(test.targets(arn).map(({ targetId }) => targetId)).toContain(id);
    expect((await test.group()).DesiredCapacity).toBe(2);
  });
});
