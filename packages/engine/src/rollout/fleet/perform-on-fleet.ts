import { ImagoError } from '../../errors/imago-error.ts';
import type { EnvironmentRef } from '../../model/environment.ts';
import type { RolloutAction } from '../../model/rollout.ts';
import type { Release, ReleaseId } from '../../model/release.ts';
import { isOfCluster } from '../action-of-cluster.ts';
import { fleetOf } from '../fleet-of.ts';
import type { RolloutPorts } from '../ports.ts';
import { readRelease } from '../records.ts';

/** Performs one action; `to` is the release that a rollout moves to. */
export async function performOnFleet(
  action: RolloutAction,
  environment: EnvironmentRef,
  to: Release | undefined,
  { cloud, state }: Pick<RolloutPorts, 'cloud' | 'state'>,
): Promise<void> {
  if (isOfCluster(action)) {
    throw new ImagoError({
      code: 'not-a-fleet',
      source: 'internal',
      message: `a fleet knows no ${action.kind}`,
    });
  }
  switch (action.kind) {
    case 'prepare-environment':
      if (to !== undefined) await cloud.ensureEnvironment(environment, fleetOf(to.settings));
      return;
    case 'prepare-side': {
      const { release, capacity, weight, suspendedProcesses } = action;
      const { image, settings } = await recordOf(release);
      const order = { release, image, settings: fleetOf(settings), capacity, weight, suspendedProcesses };
      await cloud.ensureSide(environment, order);
      return;
    }
    case 'prepare-template': {
      const { release } = action;
      const { image, settings } = await recordOf(release);
      await cloud.ensureTemplate(environment, { release, image, settings: fleetOf(settings) });
      return;
    }
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

  /** A side and a template are what the record of the release says that they are named for. */
  async function recordOf(id: ReleaseId): Promise<Release> {
    const record = to?.id === id ? to : await readRelease(state, environment, id);
    if (record !== undefined) return record;
    throw new ImagoError({
      code: 'no-release',
      source: 'user',
      message: `the record of ${id} is gone`,
      fix: 'restore the object from its earlier version in S3, or deploy a new release',
    });
  }
}
