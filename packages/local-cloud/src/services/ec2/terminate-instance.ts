import type { LocalCloud } from '../../cloud.ts';
import type { StateReason } from '../../store/records/ec2.ts';
import { transitionReason } from './transition-reason.ts';

/**
 * Begins to terminate an instance, whatever state it is in; nothing happens to one that is on its way out
 * already. The instances controller does the rest.
 */
export function terminateInstance(cloud: LocalCloud, id: string, reason: StateReason): void {
  const instance = cloud.tables.instances.get(id);
  if (!instance || instance.state === 'shutting-down' || instance.state === 'terminated') return;
  cloud.tables.instances.update(id, {
    state: 'shutting-down',
    stateReason: reason,
    stateTransitionReason: transitionReason(reason, cloud.now()),
  });
  cloud.poke();
}
