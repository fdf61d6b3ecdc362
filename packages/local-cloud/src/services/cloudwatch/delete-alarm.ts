import type { LocalCloud } from '../../cloud.ts';
import { noteHistory } from './alarm-history.ts';

/** Deletes an alarm; its history stays, as it does on AWS. */
export function deleteAlarm(cloud: LocalCloud, name: string): void {
  if (!cloud.tables.alarms.delete(name)) return;
  noteHistory(cloud, name, 'ConfigurationUpdate', `Alarm "${name}" deleted`, { type: 'Delete' });
}
