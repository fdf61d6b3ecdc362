import type { Capacity, FleetSettings } from '../model/fleet.ts';
import type { EnvironmentRef } from '../model/environment.ts';
import type { Observed, Weights } from '../model/observed.ts';
import type { ImageRef, ReleaseId } from '../model/release.ts';

/** What a side is made of. */
export interface SideOrder {
  readonly release: ReleaseId;
  readonly image: ImageRef;
  readonly settings: FleetSettings;
  readonly capacity: Capacity;
  readonly suspendedProcesses: readonly string[];
  /** The listener's weights with the new side in them; it is made where there is none yet. */
  readonly weights: Weights;
}

/**
 * Fleets behind a load balancer. Every method reaches a state, whatever is there already, and may be called again;
 * none waits for machines: what takes time is seen by observing. Rejects with a `CloudError`.
 */
export interface FleetCloud {
  /** With `previous`, only what moves is read again: groups, weights and health of what was there. */
  observe(environment: EnvironmentRef, previous?: Observed): Promise<Observed>;
  /** Security groups and load balancer. */
  ensureEnvironment(environment: EnvironmentRef, settings: FleetSettings): Promise<void>;
  ensureSide(environment: EnvironmentRef, order: SideOrder): Promise<void>;
  setWeights(environment: EnvironmentRef, weights: Weights): Promise<void>;
  setCapacity(environment: EnvironmentRef, release: ReleaseId, capacity: Capacity): Promise<void>;
  scheduleRetirement(environment: EnvironmentRef, release: ReleaseId, at: Date): Promise<void>;
  cancelRetirement(environment: EnvironmentRef, release: ReleaseId): Promise<void>;
  setSuspended(environment: EnvironmentRef, release: ReleaseId, processes: readonly string[]): Promise<void>;
  /** Removes what can go now; instances end without draining, so take traffic off and drain first. */
  removeSide(environment: EnvironmentRef, release: ReleaseId): Promise<void>;
  /** Removes what can go now of listener, load balancer and security groups. */
  removeEnvironment(environment: EnvironmentRef): Promise<void>;
  /** What a machine wrote to its console; empty where there is nothing yet. */
  consoleOutput(instanceId: string): Promise<string>;
  /** Why a group's latest launches failed, newest first. */
  launchFailures(environment: EnvironmentRef, release: ReleaseId): Promise<readonly string[]>;
}
