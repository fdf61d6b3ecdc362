import type { LocalCloud } from '../../cloud.ts';

/** Which of these alarms are in the state `ALARM`; names of alarms that there are not count for nothing. */
export function alarmsInAlarm(cloud: LocalCloud, names: readonly string[]): readonly string[] {
  return names.filter((name) => cloud.tables.alarms.get(name)?.state === 'ALARM');
}
