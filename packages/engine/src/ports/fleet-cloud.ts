import type { RefreshPreferences } from '../model/action.ts';
import type { Capacity, FleetSettings } from '../model/fleet.ts';
import type { EnvironmentRef } from '../model/environment.ts';
import type { Observed, Weights } from '../model/observed.ts';
import type { ImageRef, ReleaseId } from '../model/release.ts';

/** What a launch template is made of. */
export interface TemplateOrder {
  readonly release: ReleaseId;
  readonly image: ImageRef;
  readonly settings: FleetSettings;
}

/** What a side is made of. */
export interface SideOrder extends TemplateOrder {
  readonly capacity: Capacity;
  readonly suspendedProcesses: readonly string[];
  /** What the listener, which is made where there is none, gives it where it gives it less; all others keep what they have. */
  readonly weight: number;
}

/**
 * Fleets behind a load balancer. Every method reaches a state, whatever is there already, and may be called again;
 * none waits for machines: what takes time is seen by observing. Rejects with a `CloudError`.
 */
export interface FleetCloud {
  /**
   * With `previous`, what stands is read again only where it was changed through this port since; of what moves, what
   * was read a second ago need not be. `at` is then the time of the oldest part that moves.
   */
  observe(environment: EnvironmentRef, previous?: Observed): Promise<Observed>;
  /** Security groups and load balancer. */
  ensureEnvironment(environment: EnvironmentRef, settings: FleetSettings): Promise<void>;
  ensureSide(environment: EnvironmentRef, order: SideOrder): Promise<void>;
  setWeights(environment: EnvironmentRef, weights: Weights): Promise<void>;
  setCapacity(environment: EnvironmentRef, release: ReleaseId, capacity: Capacity): Promise<void>;
  scheduleRetirement(environment: EnvironmentRef, release: ReleaseId, at: Date): Promise<void>;
  cancelRetirement(environment: EnvironmentRef, release: ReleaseId): Promise<void>;
  setSuspended(environment: EnvironmentRef, release: ReleaseId, processes: readonly string[]): Promise<void>;
  /** Launch template of a release. */
  ensureTemplate(environment: EnvironmentRef, template: TemplateOrder): Promise<void>;
  /** The side's group starts instances from the launch template of that release from now on. */
  setTemplate(environment: EnvironmentRef, side: ReleaseId, template: ReleaseId): Promise<void>;
  /** Ends instances of a side's group after draining; those that are gone already are no mistake. */
  terminate(
    environment: EnvironmentRef,
    side: ReleaseId,
    instances: readonly string[],
    shrink: boolean,
  ): Promise<void>;
  /** Listener rules: exactly these sides answer requests that name them in the header `x-imago-release`. */
  setTestTraffic(environment: EnvironmentRef, sides: readonly ReleaseId[]): Promise<void>;
  /** StartInstanceRefresh; one that runs for the same template is left to run. */
  startRefresh(
    environment: EnvironmentRef,
    side: ReleaseId,
    template: ReleaseId,
    preferences: RefreshPreferences,
  ): Promise<void>;
  /** CancelInstanceRefresh; without one that runs, nothing. */
  cancelRefresh(environment: EnvironmentRef, side: ReleaseId): Promise<void>;
  /** Removes what can go now; instances end without draining, so take traffic off and drain first. */
  removeSide(environment: EnvironmentRef, release: ReleaseId): Promise<void>;
  /** Removes what can go now of listener, load balancer and security groups. */
  removeEnvironment(environment: EnvironmentRef): Promise<void>;
  /** What a machine wrote to its console; empty where there is nothing yet. */
  consoleOutput(instanceId: string): Promise<string>;
  /** Why a group's latest launches failed, newest first. */
  launchFailures(environment: EnvironmentRef, release: ReleaseId): Promise<readonly string[]>;
}
