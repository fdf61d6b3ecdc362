import { DeleteLaunchConfigurationCommand } from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { requireLaunchConfiguration } from '../launch-configurations.ts';

/** DeleteLaunchConfiguration: unless a group launches from it. */
export const route: Route = on(DeleteLaunchConfigurationCommand, (input, { cloud }) => {
  const { id } = requireLaunchConfiguration(cloud, input.LaunchConfigurationName);
  for (const group of cloud.tables.groups.values()) {
    if (group.launchConfigurationName !== id) continue;
    throw new AwsError(
      'ResourceInUse',
      `Cannot delete launch configuration ${id} because it is attached to AutoScalingGroup ${group.id}`,
    );
  }
  cloud.tables.launchConfigurations.delete(id);
  return {};
});
