import { DescribeLaunchConfigurationsCommand } from '@aws-sdk/client-auto-scaling';
import { on, type Route } from '../../../wire/route.ts';
import { paginate } from '../../paginate.ts';
import type { LaunchConfigurationData } from '../launch-configurations.ts';

/** DescribeLaunchConfigurations: names that do not exist are left out, as AWS does. */
export const route: Route = on(DescribeLaunchConfigurationsCommand, (input, { cloud }) => {
  const wanted = new Set(input.LaunchConfigurationNames);
  const found = [...cloud.tables.launchConfigurations.values()].filter(
    ({ id }) => wanted.size === 0 || wanted.has(id),
  );
  const { page, nextToken } = paginate(found, input.MaxRecords ?? 50, input.NextToken);
  return {
    LaunchConfigurations: page.map((record) => {
      const data: LaunchConfigurationData = record.data;
      return {
        SecurityGroups: [],
        BlockDeviceMappings: [],
        InstanceMonitoring: { Enabled: true },
        EbsOptimized: false,
        ...data,
        ImageId: data.ImageId,
        InstanceType: data.InstanceType,
        LaunchConfigurationName: record.id,
        LaunchConfigurationARN: record.arn,
        CreatedTime: record.createdAt,
      };
    }),
    NextToken: nextToken,
  };
});
