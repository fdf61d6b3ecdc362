import type { LocalCloud } from '../cloud.ts';
import { createAlarmsController } from '../controllers/alarms-controller.ts';
import { createBalancersController } from '../controllers/balancers-controller.ts';
import { createFirewallController } from '../controllers/firewall-controller.ts';
import { createGroupsController } from '../controllers/groups-controller.ts';
import { createInstanceRefreshController } from '../controllers/instance-refresh-controller.ts';
import { createInstancesController } from '../controllers/instances-controller.ts';
import { createLifecycleController } from '../controllers/lifecycle-controller.ts';
import type { Controller } from '../controllers/loop.ts';
import { createMetricsController } from '../controllers/metrics-controller.ts';
import { createNamesController } from '../controllers/names-controller.ts';
import { createScheduledActionsController } from '../controllers/scheduled-actions.ts';
import { type CheckTarget, createTargetHealthController } from '../controllers/target-health-controller.ts';
import { createVolumesController } from '../controllers/volumes-controller.ts';
import type { Settings } from './settings.ts';

/** All that happens by itself, and how to wait for what it has begun in the background. */
export interface Controllers {
  readonly byName: Readonly<Record<string, Controller>>;
  idle(): Promise<void>;
}

/** Makes the controllers; `running` are the machines that were taken over. */
export function createControllers(
  cloud: LocalCloud,
  machines: Settings['machines'],
  running: ReadonlySet<string>,
): Controllers {
  const instances = createInstancesController(cloud, running);
  const volumes = createVolumesController(cloud);
  const targetHealth = createTargetHealthController(cloud, machines === 'off' ? healthy : undefined);
  return {
    byName: {
      instances,
      volumes,
      firewall: createFirewallController(cloud),
      targetHealth,
      balancers: createBalancersController(cloud),
      groups: createGroupsController(cloud),
      instanceRefreshes: createInstanceRefreshController(cloud),
      scheduledActions: createScheduledActionsController(cloud),
      metrics: createMetricsController(cloud),
      alarms: createAlarmsController(cloud),
      names: createNamesController(cloud),
      lifecycles: createLifecycleController(cloud),
    },
    idle: async () => {
      await Promise.all([instances.idle(), volumes.idle(), targetHealth.idle()]);
    },
  };
}

/** Machines that are switched off cannot be asked. */
const healthy: CheckTarget = () => Promise.resolve({ kind: 'answered', status: 200 });
