import type { Action } from '../model/action.ts';
import type { EnvironmentRef } from '../model/environment.ts';
import type { Release } from '../model/release.ts';
import type { FleetCloud } from '../ports/fleet-cloud.ts';

/** Performs one action; `release` is the one that a rollout moves to. */
export async function perform(
  action: Action,
  environment: EnvironmentRef,
  release: Release | undefined,
  cloud: FleetCloud,
): Promise<void> {
  switch (action.kind) {
    case 'prepare-environment':
      if (release !== undefined) await cloud.ensureEnvironment(environment, release.settings);
      return;
    case 'prepare-side': {
      const { capacity, weights, suspendedProcesses } = action;
      if (release === undefined) return;
      const { image, settings } = release;
      const order = { release: action.release, image, settings, capacity, weights, suspendedProcesses };
      await cloud.ensureSide(environment, order);
      return;
    }
    case 'prepare-template':
      if (release !== undefined) {
        const { image, settings } = release;
        await cloud.ensureTemplate(environment, { release: action.release, image, settings });
      }
      return;
    case 'set-template':
      await cloud.setTemplate(environment, action.release, action.template);
      return;
    case 'terminate':
      await cloud.terminate(environment, action.release, action.instances, action.shrink);
      return;
    case 'set-test-traffic':
      await cloud.setTestTraffic(environment, action.releases);
      return;
    case 'start-refresh':
      await cloud.startRefresh(environment, action.release, action.template, action.preferences);
      return;
    case 'cancel-refresh':
      await cloud.cancelRefresh(environment, action.release);
      return;
    case 'set-weights':
      await cloud.setWeights(environment, action.weights);
      return;
    case 'set-capacity':
      await cloud.setCapacity(environment, action.release, action.capacity);
      return;
    case 'schedule-retirement':
      await cloud.scheduleRetirement(environment, action.release, new Date(action.at));
      return;
    case 'cancel-retirement':
      await cloud.cancelRetirement(environment, action.release);
      return;
    case 'set-suspended':
      await cloud.setSuspended(environment, action.release, action.processes);
      return;
    case 'remove-side':
      await cloud.removeSide(environment, action.release);
      return;
    case 'remove-environment':
      await cloud.removeEnvironment(environment);
      return;
  }
}
