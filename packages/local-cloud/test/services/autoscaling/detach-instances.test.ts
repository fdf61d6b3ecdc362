import { AttachInstancesCommand, DetachInstancesCommand } from '@aws-sdk/client-auto-scaling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupCloud, membersIn, startGroupCloud } from './group-cloud.ts';

describe('DetachInstances', () => {
  let test: GroupCloud;
  beforeEach(async () => {
    test = await startGroupCloud();
  });
  afterEach(() => test.close());

  const detach = (id: string, decrement: boolean): Promise<unknown> =>
    test.autoScaling.send(
      new DetachInstancesCommand({
        AutoScalingGroupName: 'web',
        InstanceIds: [id],
        ShouldDecrementDesiredCapacity: decrement,
      }),
    );

  it('leaves the instance running, outside the group', async () => {
    const [id = ''] = membersIn(await test.createGroup(), 'InService');
    await detach(id, false);
    await test.tick();
    const members = membersIn(await test.group(), 'InService');
    expect(members).toHaveLength(2);
    expect(members).not.toContain(id);
    const instance = test.cloud.tables.instances.get(id);
    expect(instance).toMatchObject({ state: 'running' });
    expect(instance?.tags).not.toHaveProperty('aws:autoscaling:groupName');
  });

  it('is undone by AttachInstances', async () => {
    const [id = ''] = membersIn(await test.createGroup(), 'InService');
    await detach(id, true);
    await test.tick();
    expect((await test.group()).DesiredCapacity).toBe(1);
    const request = { AutoScalingGroupName: 'web', InstanceIds: [id] };
    await test.autoScaling.send(new AttachInstancesCommand(request));
    await test.tick();
    expect((await test.group()).DesiredCapacity).toBe(2);
    expect(membersIn(await test.group(), 'InService')).toContain(id);
  });

  it('attaches only running instances', async () => {
    await test.createGroup();
    const request = { AutoScalingGroupName: 'web', InstanceIds: ['i-0123456789abcdef0'] };
    await expect(test.autoScaling.send(new AttachInstancesCommand(request))).rejects.toThrow(
      'Invalid Instance ID(s): [i-0123456789abcdef0] specified',
    );
  });
});
