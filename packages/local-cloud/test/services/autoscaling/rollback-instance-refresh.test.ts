import { RollbackInstanceRefreshCommand } from '@aws-sdk/client-auto-scaling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupCloud, startGroupCloud, versions } from './group-cloud.ts';

describe('RollbackInstanceRefresh', () => {
  let test: GroupCloud;
  beforeEach(async () => {
    test = await startGroupCloud();
    await test.createVersion();
  });
  afterEach(() => test.close());

  const rollBack = async (): Promise<void> => {
    await test.autoScaling.send(new RollbackInstanceRefreshCommand({ AutoScalingGroupName: 'web' }));
    await test.tick();
  };
  const pinned = { LaunchTemplate: { LaunchTemplateName: 'web-template', Version: '1' } };

  it('replaces what was replaced, and counts the percentage down', async () => {
    await test.createGroup({ ...pinned, DesiredCapacity: 4 });
    await test.startRefresh({ MinHealthyPercentage: 50, InstanceWarmup: 60 });
    test.advance(60);
    await test.tick();
    expect(versions(await test.group())).toEqual({ 2: 4 });
    await rollBack();
    expect(versions(await test.group())).toEqual({ 1: 2, 2: 2 });
    expect(await test.refresh()).toMatchObject({
      Status: 'RollbackInProgress',
      PercentageComplete: 25,
      InstancesToUpdate: 2,
      RollbackDetails: {
        RollbackReason: 'Rollback was requested by the user.',
        PercentageCompleteOnRollback: 50,
        InstancesToUpdateOnRollback: 2,
      },
    });
    test.advance(60);
    await test.tick();
    test.advance(60);
    await test.tick();
    expect(versions(await test.group())).toEqual({ 1: 4 });
    expect(await test.refresh()).toMatchObject({ Status: 'RollbackSuccessful', PercentageComplete: 0 });
    expect(await test.group()).toMatchObject({ LaunchTemplate: { Version: '1' } });
  });

  it('rolls back what bakes', async () => {
    await test.createGroup(pinned);
    await test.startRefresh({ MinHealthyPercentage: 0, BakeTime: 60 });
    await rollBack();
    expect(await test.refresh()).toMatchObject({ Status: 'RollbackSuccessful' });
    expect(versions(await test.group())).toEqual({ 1: 2 });
  });

  it('refuses a group that follows $Default or $Latest, and a refresh without a configuration', async () => {
    await test.createGroup();
    await test.startRefresh({ InstanceWarmup: 60 });
    await expect(rollBack()).rejects.toMatchObject({
      name: 'IrreversibleInstanceRefreshFault',
      message: expect.stringContaining('$Default'),
    });
  });

  it('refuses when there is no refresh to roll back', async () => {
    await test.createGroup(pinned);
    await expect(rollBack()).rejects.toMatchObject({ name: 'ActiveInstanceRefreshNotFoundFault' });
  });
});
