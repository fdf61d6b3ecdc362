import { randomUUID } from 'node:crypto';
import { CreateLaunchConfigurationCommand } from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { readLaunchConfiguration } from '../read-launch-configuration.ts';

/** CreateLaunchConfiguration: cannot be changed afterwards; new work uses launch templates. */
export const route: Route = on(CreateLaunchConfigurationCommand, (input, { cloud, region }) => {
  const name = input.LaunchConfigurationName ?? '';
  if (name.length === 0 || name.length > 255) {
    throw new AwsError(
      'ValidationError',
      `1 validation error detected: Value '${name}' at 'launchConfigurationName' failed to satisfy constraint: Member must have length between 1 and 255`,
    );
  }
  if (cloud.tables.launchConfigurations.get(name)) {
    throw new AwsError(
      'AlreadyExists',
      `Launch Configuration by this name already exists - A launch configuration already exists with the name ${name}`,
    );
  }
  cloud.tables.launchConfigurations.put({
    id: name,
    arn: `arn:aws:autoscaling:${region}:${cloud.accountId}:launchConfiguration:${randomUUID()}:launchConfigurationName/${name}`,
    createdAt: cloud.now(),
    data: { ...readLaunchConfiguration(cloud, input) },
  });
  return {};
});
