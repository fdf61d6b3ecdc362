import type { LocalCloud } from '../../cloud.ts';

/** Those of the named CloudWatch alarms that are in the state `ALARM`; none while the local cloud has no alarms. */
export function alarmsInAlarm(_cloud: LocalCloud, _names: readonly string[]): readonly string[] {
  return [];
}
