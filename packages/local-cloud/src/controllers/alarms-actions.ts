import type { LocalCloud } from '../cloud.ts';
import { noteHistory } from '../services/cloudwatch/alarm-history.ts';
import type { AlarmRecord } from '../store/records/cloudwatch.ts';

/** Runs what an alarm is to do in the state it went into; what the local cloud has no service for is noted only. */
export function runActions(cloud: LocalCloud, alarm: AlarmRecord, _now: Date): void {
  if (!alarm.actionsEnabled) return;
  for (const arn of alarm.actions[alarm.state]) {
    noteHistory(cloud, alarm.id, 'Action', `Recorded action ${arn}: the local cloud does not run it`, {
      actionState: 'Recorded',
      notificationResource: arn,
    });
  }
}

/** Whether an alarm does something again and again while it stays in its state. */
export function repeatsActions(_cloud: LocalCloud, _alarm: AlarmRecord): boolean {
  return false;
}
