import type { LocalCloud } from '../../cloud.ts';
import type { ImageRecord } from '../../store/records/ec2.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { IMAGE, requireRecord } from './resource-kinds.ts';

/** The image with this id, if it is the account's own and may be changed. */
export function requireOwnImage(cloud: LocalCloud, id: string): ImageRecord {
  const image = requireRecord(cloud, IMAGE, id);
  if (image.ownerId === cloud.accountId) return image;
  throw new AwsError('AuthFailure', `Not authorized for image:${id}`, 403);
}
