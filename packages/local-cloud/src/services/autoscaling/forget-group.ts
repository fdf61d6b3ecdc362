import type { LocalCloud } from '../../cloud.ts';
import { refreshesOf } from './instance-refreshes.ts';
import { hooksOf } from './lifecycle-hooks.ts';
import { deletePolicy, policiesOf } from './policies.ts';

/** Removes a group with its scheduled actions, lifecycle hooks, scaling policies and instance refreshes; its activities stay, as they do on AWS. */
export function forgetGroup(cloud: LocalCloud, name: string): void {
  for (const action of cloud.tables.scheduledActions.values()) {
    if (action.groupName === name) cloud.tables.scheduledActions.delete(action.id);
  }
  for (const policy of policiesOf(cloud, name)) deletePolicy(cloud, policy);
  for (const { id } of hooksOf(cloud, name)) cloud.tables.lifecycleHooks.delete(id);
  for (const { id } of refreshesOf(cloud, name)) cloud.tables.instanceRefreshes.delete(id);
  cloud.tables.groups.delete(name);
}
