import type { LocalCloud } from '../../cloud.ts';
import type { AlarmRecord } from '../../store/records/cloudwatch.ts';

/** What every alarm begins as, before it is configured. */
export function newAlarm(
  cloud: LocalCloud,
  name: string,
): Pick<
  AlarmRecord,
  | 'id'
  | 'arn'
  | 'actionsEnabled'
  | 'state'
  | 'stateReason'
  | 'stateUpdatedAt'
  | 'stateTransitionedAt'
  | 'tags'
> {
  const now = cloud.now();
  return {
    id: name,
    arn: `arn:aws:cloudwatch:${cloud.region}:${cloud.accountId}:alarm:${name}`,
    actionsEnabled: true,
    state: 'INSUFFICIENT_DATA',
    stateReason: 'Unchecked: Initial alarm creation',
    stateUpdatedAt: now,
    stateTransitionedAt: now,
    tags: {},
  };
}
