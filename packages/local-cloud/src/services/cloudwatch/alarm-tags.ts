import type { Tag } from '@aws-sdk/client-cloudwatch';
import type { LocalCloud } from '../../cloud.ts';
import type { AlarmRecord } from '../../store/records/cloudwatch.ts';
import type { Tags } from '../../store/records/ec2.ts';
import { AwsError } from '../../wire/aws-error.ts';

/** The tags of a request. */
export function readTags(tags: readonly Tag[] | undefined): Tags {
  const read = Object.fromEntries((tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
  if (Object.keys(read).length > 50) throw new AwsError('ValidationError', 'An alarm has at most 50 tags.');
  return read;
}

/** The alarm of this ARN, or AWS's error. */
export function requireTagged(cloud: LocalCloud, arn: string | undefined): AlarmRecord {
  const [, name = ''] = /^arn:aws:cloudwatch:[^:]*:[^:]*:alarm:(.+)$/.exec(arn ?? '') ?? [];
  const alarm = cloud.tables.alarms.get(name);
  if (alarm) return alarm;
  throw new AwsError('ResourceNotFoundException', `Unknown resource ${arn ?? 'null'}`, 404);
}
