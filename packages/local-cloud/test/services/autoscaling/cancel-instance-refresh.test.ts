import { CancelInstanceRefreshCommand } from '@aws-sdk/client-auto-scaling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupCloud, membersIn, startGroupCloud, versions } from './group-cloud.ts';

describe('CancelInstanceRefresh', () => {
  let test: GroupCloud;
  beforeEach(async () => {
    test = await startGroupCloud();
    await test.createVersion();
  });
  afterEach(() => test.close());

  const cancel = async (change: object = {}): Promise<string | undefined> => {
    const input = { AutoScalingGroupName: 'web', ...change };
    return (await test.autoScaling.send(new CancelInstanceRefreshCommand(input))).InstanceRefreshId;
  };
  const pinned = { LaunchTemplate: { LaunchTemplateName: 'web-template', Version: '1' } };

  it('leaves what was replaced, and the configuration of the group', async () => {
    await test.createGroup({ ...pinned, DesiredCapacity: 4 });
    const id = await test.startRefresh({ MinHealthyPercentage: 50, InstanceWarmup: 60 });
    expect(await cancel()).toBe(id);
    await test.tick();
    expect(await test.refresh()).toMatchObject({
      Status: 'Cancelled',
      StatusReason: 'Cancelled due to user request.',
      EndTime: expect.any(Date),
    });
    test.advance(600);
    await test.setDesired(3);
    await test.setDesired(4);
    expect(versions(await test.group())).toEqual({ 1: 2, 2: 2 });
    expect(await test.group()).toMatchObject({ LaunchTemplate: { Version: '1' } });
  });

  it('waits for what is under way, unless it is told not to', async () => {
    const arn = await test.createTargetGroup();
    await test.createGroup({ ...pinned, TargetGroupARNs: [arn] });
    await test.startRefresh({ MinHealthyPercentage: 50, InstanceWarmup: 60 });
    expect(membersIn(await test.group(), 'Terminating')).not.toEqual([]);
    await cancel();
    await test.tick();
    expect(await test.refresh()).toMatchObject({ Status: 'Cancelling' });
    test.forgetDraining(arn);
    await test.tick();
    expect(await test.refresh()).toMatchObject({ Status: 'Cancelled' });
    await test.startRefresh({ MinHealthyPercentage: 50, InstanceWarmup: 60 });
    await cancel({ WaitForTransitioningInstances: false });
    expect(await test.refresh()).toMatchObject({ Status: 'Cancelled' });
  });

  it('refuses when there is none', async () => {
    await test.createGroup();
    await expect(cancel()).rejects.toMatchObject({
      name: 'ActiveInstanceRefreshNotFoundFault',
      message: 'No in progress or pending Instance Refresh found for Auto Scaling group web',
    });
  });
});
