import type { CreateLaunchConfigurationType } from '@aws-sdk/client-auto-scaling';
import type { LocalCloud } from '../../cloud.ts';
import type { LaunchConfigurationRecord } from '../../store/records/auto-scaling.ts';
import { AwsError } from '../../wire/aws-error.ts';
import type { Launch } from '../ec2/launch.ts';
import { readLaunch } from '../ec2/read-launch.ts';

/** What a launch configuration says, as it was given. */
export type LaunchConfigurationData = Omit<
  CreateLaunchConfigurationType,
  'LaunchConfigurationName' | 'InstanceId'
>;

/** The launch configuration of this name, or AWS's error. */
export function requireLaunchConfiguration(
  cloud: LocalCloud,
  name: string | undefined,
): LaunchConfigurationRecord {
  const record = name === undefined ? undefined : cloud.tables.launchConfigurations.get(name);
  if (record) return record;
  throw new AwsError(
    'ValidationError',
    `Launch configuration name not found - A launch configuration with the name: ${name ?? 'null'} does not exist`,
  );
}

/** The launch that a launch configuration describes. */
export function configuredLaunch({ data }: Pick<LaunchConfigurationRecord, 'data'>): Omit<Launch, 'count'> {
  const { SecurityGroups: groups = [], IamInstanceProfile: profile, ...rest }: LaunchConfigurationData = data;
  const part = readLaunch({
    ...rest,
    SecurityGroupIds: groups.filter(isGroupId),
    SecurityGroups: groups.filter((group) => !isGroupId(group)),
    ...(profile === undefined
      ? {}
      : { IamInstanceProfile: profile.startsWith('arn:') ? { Arn: profile } : { Name: profile } }),
  });
  return {
    ...part,
    imageId: part.imageId ?? '',
    instanceType: part.instanceType ?? '',
    associatePublicIp: rest.AssociatePublicIpAddress,
    tags: {},
  };
}

function isGroupId(group: string): boolean {
  return group.startsWith('sg-');
}
