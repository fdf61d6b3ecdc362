import type { Capacity, ObservedRefresh, RefreshPreferences, ReleaseId, TargetState } from '@imago/engine';

/** How the instances of an image turn out. */
export type ImageBehaviour =
  | 'good'
  | 'slow'
  | 'never-healthy'
  /** Healthy to the load balancer, but requests fail. */
  | 'fails-requests'
  /** Good for a minute. */
  | 'fails-later'
  /** One of two instances never answers. */
  | 'half-healthy';

/** Whose doing a change is: the rollout's, or somebody's or something's else. */
export type Cause = 'ours' | 'self';

/** An instance of a group. */
export interface SimulatedInstance {
  readonly id: string;
  readonly release: ReleaseId;
  readonly zone: string;
  readonly launchedAt: number;
  readonly behaviour: ImageBehaviour;
  state: 'Pending' | 'InService' | 'Standby' | 'EnteringStandby' | 'Terminating';
  /** Whether the application answers. */
  serves: boolean;
  /** The machine is gone; the group has not noticed. */
  dead: boolean;
  /** As the load balancer has found it; `absent` where it is not registered. */
  health: TargetState;
  inServiceAt?: number;
  healthySince?: number;
  protected: boolean;
  /** When a person last held it back or let it go. */
  heldAt?: number;
  /** Grows with every change of `serves`, so that a check that is under way knows it is too late. */
  round: number;
}

/** An Instance Refresh as AWS keeps it. */
export interface SimulatedRefresh {
  readonly id: string;
  readonly to: ReleaseId;
  readonly preferences: RefreshPreferences;
  readonly startedAt: number;
  status: ObservedRefresh['status'];
  percent: number;
  reason?: string;
  /** Instances that were there when it began and are to be replaced. */
  total: number;
  checkpointsPassed: number;
  /** Nothing more until then: a checkpoint's delay, or bake time. */
  restsUntil?: number;
  /** When it last got anywhere. */
  progressAt: number;
}

/** An Auto Scaling group. */
export interface SimulatedGroup {
  capacity: Capacity;
  launches: ReleaseId;
  deleting: boolean;
  suspended: readonly string[];
  instances: SimulatedInstance[];
  /** The scheduled action that retires it. */
  retirement?: Date;
  /** When somebody else last scaled it. */
  scaledAt?: number;
  /** Who last changed the sizes. */
  sizedBy: Cause;
  refresh?: SimulatedRefresh;
  /** How many more than desired a refresh lets run. */
  surge: number;
  /** AZRebalance has launched one more, and will end another. */
  rebalances: boolean;
  readonly failures: string[];
  /** When it next looks at itself. */
  lookAt?: number;
}

/** What a release's settings say of its group and target group. */
export interface SideTimes {
  /** From the first answer to `healthy`. */
  readonly healthyAfter: number;
  readonly unhealthyAfter: number;
  readonly drain: number;
  readonly grace: number;
}

/** What exists of a side. */
export interface SimulatedSide {
  readonly release: ReleaseId;
  template: boolean;
  targetGroup: boolean;
  behaviour: ImageBehaviour;
  times: SideTimes;
  group?: SimulatedGroup;
}

/** How the cloud is today. */
export interface Weather {
  /** Milliseconds from the launch of an instance to its first answer. */
  readonly boot: readonly [number, number];
  /** How old what is read may be, in milliseconds. */
  readonly stale: number;
}

/** What becomes of instances that are launched, where it is not their image's fault. */
export type InstanceFate = 'never-boots' | 'never-in-service' | 'dies-young' | 'flaps';
