import { DescribeLaunchConfigurationsCommand } from '@aws-sdk/client-auto-scaling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupCloud, startGroupCloud } from './group-cloud.ts';

describe('DescribeLaunchConfigurations', () => {
  let test: GroupCloud;
  beforeEach(async () => {
    test = await startGroupCloud();
    await test.createConfiguration();
    await test.createConfiguration({ LaunchConfigurationName: 'other' });
  });
  afterEach(() => test.close());

  it('shows them with their defaults', async () => {
    const { LaunchConfigurations: found } = await test.autoScaling.send(
      new DescribeLaunchConfigurationsCommand({ LaunchConfigurationNames: ['web-config', 'missing'] }),
    );
    expect(found).toEqual([
      {
        LaunchConfigurationName: 'web-config',
        LaunchConfigurationARN: expect.stringMatching(/:launchConfigurationName\/web-config$/),
        ImageId: expect.stringMatching(/^ami-/),
        InstanceType: 't3.micro',
        SecurityGroups: [],
        BlockDeviceMappings: [],
        InstanceMonitoring: { Enabled: true },
        EbsOptimized: false,
        CreatedTime: new Date('2026-11-21T10:00:00Z'),
      },
    ]);
  });

  it('comes in pages', async () => {
    const first = await test.autoScaling.send(new DescribeLaunchConfigurationsCommand({ MaxRecords: 1 }));
    const second = await test.autoScaling.send(
      new DescribeLaunchConfigurationsCommand({ NextToken: first.NextToken }),
    );
    const names = [first, second].map(
      ({ LaunchConfigurations: [found] = [] }) => found?.LaunchConfigurationName,
    );
    expect(names).toEqual(['web-config', 'other']);
  });
});
