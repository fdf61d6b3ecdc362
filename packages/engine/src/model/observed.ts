import type { Capacity } from './fleet.ts';
import type { EnvironmentRef } from './environment.ts';
import type { ReleaseId } from './release.ts';

/** A side's share of the traffic, 0 to 100. */
export interface ReleaseWeight {
  /** The side's name: the release that it was made for. */
  readonly release: ReleaseId;
  readonly weight: number;
}

/** How the listener shares requests between the sides; a side that is not named gets none and is not health-checked. */
export type Weights = readonly ReleaseWeight[];

/** A target's state as Elastic Load Balancing tells it; `absent` where it is not registered. */
export type TargetState =
  | 'initial'
  | 'healthy'
  | 'unhealthy'
  | 'draining'
  | 'unused'
  | 'unavailable'
  | 'absent';

/** One instance of a side: its membership in the group joined with its health in the target group. */
export interface ObservedInstance {
  readonly id: string;
  /** Auto Scaling's own: `Pending`, `InService`, `Terminating`, … */
  readonly lifecycleState: string;
  readonly zone: string;
  /** The release whose launch template it was started from; undefined where that template is gone. */
  readonly release?: ReleaseId;
  readonly launchedAt?: Date;
  /** Private address. */
  readonly address?: string;
  /** Scale-in may not take it. */
  readonly protected: boolean;
  readonly health: TargetState;
  /** Such as `Target.ResponseCodeMismatch`. */
  readonly reason?: string;
  readonly description?: string;
}

/** A change of a group's sizes that is left with AWS. */
export interface ScheduledAction {
  readonly name: string;
  readonly at: Date;
  readonly capacity: Partial<Capacity>;
}

/** An Instance Refresh of a group: the latest one, while it runs and after it. */
export interface ObservedRefresh {
  readonly id: string;
  /** AWS's own: `Pending`, `InProgress`, `Baking`, `Successful`, `Failed`, `Cancelling`, `Cancelled`, `RollbackInProgress`, … */
  readonly status: string;
  /** 0 to 100. */
  readonly percentComplete: number;
  readonly reason?: string;
  /** The release whose launch template it brings. */
  readonly to?: ReleaseId;
  readonly startedAt?: Date;
}

export interface ObservedGroup {
  readonly name: string;
  /** The release whose launch template it starts instances from: the side's own, until it is rolled in place. */
  readonly launches?: ReleaseId;
  readonly capacity: Capacity;
  readonly deleting: boolean;
  readonly suspendedProcesses: readonly string[];
  readonly instances: readonly ObservedInstance[];
  /** The scheduled action with which Imago takes the side to zero, if there is one. */
  readonly retirement?: ScheduledAction;
  readonly refresh?: ObservedRefresh;
}

/** A group behind its target group, with the launch template of the release it was made for; half-made sides lack parts. */
export interface Side {
  /** Its name for good: the release that it was made for. What runs on it is the group's `launches`. */
  readonly release: ReleaseId;
  readonly launchTemplateId?: string;
  readonly targetGroupArn?: string;
  readonly group?: ObservedGroup;
  /** Undefined where the listener does not name it. */
  readonly weight?: number;
}

export interface ObservedLoadBalancer {
  readonly arn: string;
  readonly dnsName: string;
  readonly state: 'provisioning' | 'active' | 'failed';
}

/** Everything of an environment as the cloud tells it at one moment. Read by tags, never remembered. */
export interface Observed {
  readonly environment: EnvironmentRef;
  readonly at: Date;
  readonly securityGroups: { readonly loadBalancer?: string; readonly instances?: string };
  readonly loadBalancer?: ObservedLoadBalancer;
  readonly listener?: {
    readonly arn: string;
    readonly port: number;
    /** Sides that answer requests which name them in the header `x-imago-release`, whatever their weight. */
    readonly testTraffic: readonly ReleaseId[];
  };
  /** In the order of their numbers. */
  readonly sides: readonly Side[];
}

/** The side of this name, if anything of it exists. */
export const sideOf = (observed: Observed, release: ReleaseId | undefined): Side | undefined =>
  observed.sides.find((side) => side.release === release);

/** What runs on a side. */
export const releaseOn = (side: Side): ReleaseId => side.group?.launches ?? side.release;

/** The side that gets the most requests; undefined where none gets any. */
export function liveSide(observed: Observed): Side | undefined {
  const weighted = observed.sides.filter((side) => (side.weight ?? 0) > 0);
  return weighted.sort((a, b) => (b.weight ?? 0) - (a.weight ?? 0))[0];
}

/** The release that gets the most requests; undefined where none gets any. */
export function liveRelease(observed: Observed): ReleaseId | undefined {
  const side = liveSide(observed);
  return side === undefined ? undefined : releaseOn(side);
}

/** Instances that are in service and pass their health checks: neither source is trusted alone. */
export function healthyInstances(side: Side | undefined): readonly ObservedInstance[] {
  const instances = side?.group?.instances ?? [];
  return instances.filter(
    ({ lifecycleState, health }) => lifecycleState === 'InService' && health === 'healthy',
  );
}

/** Whether nothing at all is left of the environment. */
export function isGone(observed: Observed): boolean {
  const { loadBalancer, listener, securityGroups, sides } = observed;
  const groups = securityGroups.loadBalancer ?? securityGroups.instances;
  return loadBalancer === undefined && listener === undefined && groups === undefined && sides.length === 0;
}
