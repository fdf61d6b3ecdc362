import type { LocalCloud } from '../../cloud.ts';
import type { LaunchTemplateRecord, LaunchTemplateVersionRecord } from '../../store/records/ec2.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { findLaunchTemplateVersion, type LaunchTemplateReference } from './find-launch-template.ts';
import type { Launch } from './launch.ts';
import { readLaunch } from './read-launch.ts';

/** A launch template's version, and the complete launch that it describes. */
export interface ResolvedLaunchTemplate {
  readonly record: LaunchTemplateRecord;
  readonly version: LaunchTemplateVersionRecord;
  readonly launch: Omit<Launch, 'count'>;
}

/**
 * Looks up a template by id or name and version (a number, `$Latest`, `$Default` or nothing), for those who
 * launch from the template alone, such as Auto Scaling: it must name an image and an instance type.
 */
export function resolveLaunchTemplate(
  cloud: LocalCloud,
  reference: LaunchTemplateReference,
): ResolvedLaunchTemplate {
  const { record, version } = findLaunchTemplateVersion(cloud, reference);
  const { imageId, instanceType, ...part } = readLaunch(version.data);
  if (imageId === undefined || instanceType === undefined) {
    throw new AwsError(
      'InvalidLaunchTemplate',
      `You must use a valid fully-formed launch template. The launch template ${record.id} does not specify ${
        imageId === undefined ? 'an ImageId' : 'an InstanceType'
      }.`,
    );
  }
  return {
    record,
    version,
    launch: {
      ...part,
      imageId,
      instanceType,
      tags: part.tags ?? {},
      launchTemplate: { id: record.id, name: record.name, version: version.version },
    },
  };
}
