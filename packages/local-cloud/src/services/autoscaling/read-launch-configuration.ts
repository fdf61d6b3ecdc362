import type { CreateLaunchConfigurationType } from '@aws-sdk/client-auto-scaling';
import type { LocalCloud } from '../../cloud.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { requireInstanceType } from '../ec2/instance-types.ts';
import {
  requireAvailableImage,
  requireInstanceProfile,
  requireKeyPair,
} from '../ec2/require-launch-parts.ts';
import { configuredLaunch, type LaunchConfigurationData } from './launch-configurations.ts';

/** Reads what CreateLaunchConfiguration asks for, over what the instance has that it names, and checks it. */
export function readLaunchConfiguration(
  cloud: LocalCloud,
  input: CreateLaunchConfigurationType,
): LaunchConfigurationData {
  const { LaunchConfigurationName: _name, InstanceId: instanceId, ...own } = input;
  refuseUnsupported(own);
  const said = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
  const data: LaunchConfigurationData = {
    ...(instanceId === undefined ? {} : copyInstance(cloud, instanceId)),
    ...said,
  };
  if (data.ImageId === undefined || data.InstanceType === undefined) {
    throw invalid(
      'Valid requests must contain either the InstanceID parameter or both the ImageId and InstanceType parameters.',
    );
  }
  try {
    const launch = configuredLaunch({ data: { ...data } });
    requireAvailableImage(cloud, launch.imageId);
    requireInstanceType(launch.instanceType);
    if (launch.keyName !== undefined) requireKeyPair(cloud, launch.keyName);
    if (launch.instanceProfile) requireInstanceProfile(cloud, launch.instanceProfile);
  } catch (error) {
    // EC2's errors come back from Auto Scaling as its own.
    throw error instanceof AwsError ? invalid(error.message) : error;
  }
  return data;
}

function copyInstance(cloud: LocalCloud, id: string): LaunchConfigurationData {
  const instance = cloud.tables.instances.get(id);
  if (!instance) throw invalid(`Invalid Instance ID(s): [${id}] specified`);
  return {
    ImageId: instance.imageId,
    InstanceType: instance.instanceType,
    SecurityGroups: [...instance.securityGroupIds],
    EbsOptimized: instance.ebsOptimized,
    ...(instance.keyName === undefined ? {} : { KeyName: instance.keyName }),
    ...(instance.userData === undefined ? {} : { UserData: instance.userData }),
    ...(instance.instanceProfileArn === undefined ? {} : { IamInstanceProfile: instance.instanceProfileArn }),
  };
}

function refuseUnsupported(own: LaunchConfigurationData): void {
  const values: Readonly<Record<string, unknown>> = { ...own };
  for (const member of ['SpotPrice', 'PlacementTenancy', 'ClassicLinkVPCId', 'KernelId', 'RamdiskId']) {
    if (values[member] === undefined || values[member] === 'default') continue;
    throw invalid(`The local cloud does not support ${member}: leave it out.`);
  }
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
