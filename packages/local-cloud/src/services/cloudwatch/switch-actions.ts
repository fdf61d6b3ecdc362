import type { LocalCloud } from '../../cloud.ts';
import { noteHistory } from './alarm-history.ts';

/** Lets alarms act on transitions to come, or not. */
export function switchActions(
  cloud: LocalCloud,
  names: readonly string[] | undefined,
  actionsEnabled: boolean,
): void {
  for (const name of names ?? []) {
    const alarm = cloud.tables.alarms.get(name);
    if (!alarm || alarm.actionsEnabled === actionsEnabled) continue;
    cloud.tables.alarms.put({ ...alarm, actionsEnabled });
    noteHistory(cloud, name, 'ConfigurationUpdate', `Alarm "${name}" updated`, { type: 'Update' });
  }
}
