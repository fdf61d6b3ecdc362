import type { LocalCloud } from '../../cloud.ts';
import type { ImageRecord } from '../../store/records/ec2.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { requireWellFormed } from './resource-ids.ts';

/** The image with this id, or AWS's error. */
export function requireImage(cloud: LocalCloud, id: string): ImageRecord {
  const image = cloud.tables.images.get(id);
  if (image) return image;
  requireWellFormed(id, 'ami', 'InvalidAMIID.Malformed');
  throw new AwsError('InvalidAMIID.NotFound', `The image id '[${id}]' does not exist`);
}
