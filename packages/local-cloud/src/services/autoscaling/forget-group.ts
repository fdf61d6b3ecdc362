import type { LocalCloud } from '../../cloud.ts';

/** Removes a group with its scheduled actions; its activities stay, as they do on AWS. */
export function forgetGroup(cloud: LocalCloud, name: string): void {
  for (const action of cloud.tables.scheduledActions.values()) {
    if (action.groupName === name) cloud.tables.scheduledActions.delete(action.id);
  }
  cloud.tables.groups.delete(name);
}
