import type { LocalCloud } from '../../cloud.ts';
import type { ListenerRecord } from '../../store/records/elbv2.ts';
import { AwsError } from '../../wire/aws-error.ts';

/** The listener behind an ARN, or AWS's own word that there is none. */
export function requireListener(cloud: LocalCloud, arn: string | undefined): ListenerRecord {
  const record = cloud.tables.listeners.get(arn ?? '');
  if (!record) throw new AwsError('ListenerNotFound', 'One or more listeners not found');
  return record;
}
