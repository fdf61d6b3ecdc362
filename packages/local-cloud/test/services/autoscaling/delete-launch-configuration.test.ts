import {
  DeleteLaunchConfigurationCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupCloud, startGroupCloud } from './group-cloud.ts';

describe('DeleteLaunchConfiguration', () => {
  let test: GroupCloud;
  beforeEach(async () => {
    test = await startGroupCloud();
    await test.createConfiguration();
  });
  afterEach(() => test.close());

  const remove = (name: string): Promise<unknown> =>
    test.autoScaling.send(new DeleteLaunchConfigurationCommand({ LaunchConfigurationName: name }));

  it('refuses one that a group launches from, until it does no longer', async () => {
    await test.createGroup({ LaunchTemplate: undefined, LaunchConfigurationName: 'web-config' });
    await expect(remove('web-config')).rejects.toMatchObject({
      name: 'ResourceInUseFault',
      message: 'Cannot delete launch configuration web-config because it is attached to AutoScalingGroup web',
    });
    const LaunchTemplate = { LaunchTemplateName: 'web-template' };
    await test.autoScaling.send(
      new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: 'web', LaunchTemplate }),
    );
    await remove('web-config');
    expect(test.cloud.tables.launchConfigurations.size).toBe(0);
  });

  it('refuses one that does not exist', async () => {
    await expect(remove('other')).rejects.toThrow('Launch configuration name not found');
  });
});
