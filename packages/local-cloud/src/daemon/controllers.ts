import type { LocalCloud } from '../cloud.ts';
import { createFirewallController } from '../controllers/firewall-controller.ts';
import { createGroupsController } from '../controllers/groups-controller.ts';
import { createInstancesController } from '../controllers/instances-controller.ts';
import type { Controller } from '../controllers/loop.ts';
import { createScheduledActionsController } from '../controllers/scheduled-actions.ts';

/** All that happens by itself, and how to wait for what it has begun in the background. */
export interface Controllers {
  readonly byName: Readonly<Record<string, Controller>>;
  idle(): Promise<void>;
}

/** Makes the controllers; `running` are the machines that were taken over. */
export function createControllers(cloud: LocalCloud, running: ReadonlySet<string>): Controllers {
  const instances = createInstancesController(cloud, running);
  return {
    byName: {
      instances,
      firewall: createFirewallController(cloud),
      groups: createGroupsController(cloud),
      scheduledActions: createScheduledActionsController(cloud),
    },
    idle: () => instances.idle(),
  };
}
