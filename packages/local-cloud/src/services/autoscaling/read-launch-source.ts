import type { LaunchTemplateSpecification } from '@aws-sdk/client-auto-scaling';
import type { LocalCloud } from '../../cloud.ts';
import type { GroupRecord } from '../../store/records/auto-scaling.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { requireLaunchConfiguration } from './launch-configurations.ts';
import { readLaunchTemplate } from './read-launch-template.ts';

/** What a group launches from: one of the two. */
export type LaunchSource = Pick<GroupRecord, 'launchTemplate' | 'launchConfigurationName'>;

/** Reads the launch template or launch configuration of a request; nothing when it names neither. */
export function readLaunchSource(
  cloud: LocalCloud,
  input: {
    readonly LaunchTemplate?: LaunchTemplateSpecification | undefined;
    readonly LaunchConfigurationName?: string | undefined;
  },
): LaunchSource | undefined {
  const { LaunchTemplate: template, LaunchConfigurationName: configuration } = input;
  if (template && configuration !== undefined) {
    throw new AwsError(
      'ValidationError',
      'Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or MixedInstancesPolicy parameter.',
    );
  }
  if (template) {
    return { launchTemplate: readLaunchTemplate(cloud, template), launchConfigurationName: undefined };
  }
  if (configuration === undefined) return undefined;
  const { id } = requireLaunchConfiguration(cloud, configuration);
  return { launchTemplate: undefined, launchConfigurationName: id };
}
