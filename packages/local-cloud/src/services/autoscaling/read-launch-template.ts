import type { LaunchTemplateSpecification } from '@aws-sdk/client-auto-scaling';
import type { LocalCloud } from '../../cloud.ts';
import type { GroupTemplateRecord } from '../../store/records/auto-scaling.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { resolveLaunchTemplate } from '../ec2/resolve-launch-template.ts';

const MALFORMED = 'You must use a valid fully-formed launch template.';

/** The launch template that a request names, checked as far as AWS does before it takes a group. */
export function readLaunchTemplate(
  cloud: LocalCloud,
  specification: LaunchTemplateSpecification,
): GroupTemplateRecord {
  const { LaunchTemplateId: id, LaunchTemplateName: name, Version: version = '$Default' } = specification;
  if ((id === undefined) === (name === undefined)) {
    throw new AwsError(
      'ValidationError',
      'Valid requests must contain either launchTemplateId or LaunchTemplateName',
    );
  }
  return asValidation(() => {
    const { record, launch } = resolveLaunchTemplate(cloud, {
      ...(id === undefined ? {} : { id }),
      ...(name === undefined ? {} : { name }),
      version,
    });
    if (!cloud.tables.images.get(launch.imageId)) {
      throw new AwsError('InvalidAMIID.NotFound', `The image id '[${launch.imageId}]' does not exist`);
    }
    return { id: record.id, name: record.name, version };
  });
}

/** EC2's errors about a launch template come back from Auto Scaling as `ValidationError`. */
function asValidation<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const { message } = error;
    throw new AwsError(
      'ValidationError',
      message.startsWith(MALFORMED) ? message : `${MALFORMED} ${message}`,
    );
  }
}
