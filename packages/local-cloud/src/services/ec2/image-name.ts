import type { LocalCloud } from '../../cloud.ts';
import { AwsError } from '../../wire/aws-error.ts';

/** Refuses a name that no new image may have: malformed, or that of another of the account's images. */
export function requireImageName(cloud: LocalCloud, name: string): string {
  if (!/^[A-Za-z0-9()[\] ./\-'@_]{3,128}$/.test(name)) {
    throw new AwsError(
      'InvalidAMIName.Malformed',
      `AMI names must be between 3 and 128 characters long, and may contain letters, numbers, spaces and ( ) [ ] . / - ' @ _ , not '${name}'`,
    );
  }
  for (const image of cloud.tables.images.values()) {
    if (image.name === name && image.ownerId === cloud.accountId && image.state !== 'failed') {
      throw new AwsError('InvalidAMIName.Duplicate', `AMI name ${name} is already in use by AMI ${image.id}`);
    }
  }
  return name;
}
