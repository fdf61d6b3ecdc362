import { createHash } from 'node:crypto';
import type { LocalCloud } from '../../cloud.ts';

/** The canonical user that S3 names as owner: 64 hexadecimal digits, the same for an account every time. */
export function ownerOf(cloud: LocalCloud): { ID: string } {
  return { ID: createHash('sha256').update(cloud.accountId).digest('hex') };
}
