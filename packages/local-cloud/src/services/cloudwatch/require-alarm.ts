import type { LocalCloud } from '../../cloud.ts';
import type { AlarmRecord } from '../../store/records/cloudwatch.ts';
import { AwsError } from '../../wire/aws-error.ts';

/** The alarm of this name, or AWS's error. */
export function requireAlarm(cloud: LocalCloud, name: string | undefined): AlarmRecord {
  const alarm = name === undefined ? undefined : cloud.tables.alarms.get(name);
  if (alarm) return alarm;
  throw new AwsError('ResourceNotFound', `The alarm ${name ?? 'null'} does not exist`, 404);
}
