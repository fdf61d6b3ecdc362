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
