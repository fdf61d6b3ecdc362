export type LifecycleState =
  | 'Pending'
  | 'Pending:Wait'
  | 'Pending:Proceed'
  | 'InService'
  | 'Terminating'
  | 'Terminating:Wait'
  | 'Terminating:Proceed'
  | 'Terminated'
  | 'Detaching'
  | 'Detached'
  | 'EnteringStandby'
  | 'Standby';

export interface GroupInstanceRecord {
  readonly instanceId: string;
  readonly lifecycleState: LifecycleState;
  readonly healthStatus: 'Healthy' | 'Unhealthy';
  /** Why it is unhealthy: ends the `Cause` of the activity that takes it out. */
  readonly unhealthyCause?: string | undefined;
  readonly zone: string;
  readonly instanceType: string;
  readonly protectedFromScaleIn: boolean;
  readonly launchTemplate?: { readonly id: string; readonly name: string; readonly version: number };
  /** The launch configuration that it was launched from, if it was one. */
  readonly launchConfigurationName?: string;
  /** When it came into service; the health check grace period counts from here. */
  readonly inServiceSince?: Date;
  readonly addedAt: Date;
  /** What a member in a wait state waits for: one per lifecycle hook. */
  readonly lifecycleActions?: readonly LifecycleActionRecord[] | undefined;
}

export type LifecycleTransition =
  | 'autoscaling:EC2_INSTANCE_LAUNCHING'
  | 'autoscaling:EC2_INSTANCE_TERMINATING';

export type LifecycleResult = 'CONTINUE' | 'ABANDON';

export interface LifecycleHookRecord {
  /** `GROUP:HOOK`; a group's name has no colon. */
  readonly id: string;
  readonly groupName: string;
  readonly name: string;
  readonly transition: LifecycleTransition;
  /** Seconds. */
  readonly heartbeatTimeout: number;
  readonly defaultResult: LifecycleResult;
  readonly notificationTargetArn?: string | undefined;
  readonly roleArn?: string | undefined;
  readonly notificationMetadata?: string | undefined;
}

/** A hook's hold on one instance. What the hook says later does not change it. */
export interface LifecycleActionRecord {
  readonly hookName: string;
  readonly token: string;
  /** Seconds. */
  readonly heartbeatTimeout: number;
  readonly defaultResult: LifecycleResult;
  /** Without a heartbeat or a result by then, the default result holds. */
  readonly deadline: Date;
  /** Heartbeats do not move it. */
  readonly globalDeadline: Date;
  readonly result?: LifecycleResult;
}

export interface GroupRecord {
  /** The group's name is its key. */
  readonly id: string;
  readonly arn: string;
  readonly minSize: number;
  readonly maxSize: number;
  readonly desiredCapacity: number;
  readonly defaultCooldown: number;
  readonly defaultInstanceWarmup?: number;
  readonly healthCheckType: 'EC2' | 'ELB' | 'EC2,ELB';
  /** Seconds. */
  readonly healthCheckGracePeriod: number;
  /** A group has this, or the name of a launch configuration. */
  readonly launchTemplate?: GroupTemplateRecord | undefined;
  readonly launchConfigurationName?: string | undefined;
  readonly zones: readonly string[];
  readonly subnetIds: readonly string[];
  readonly targetGroupArns: readonly string[];
  readonly terminationPolicies: readonly string[];
  readonly newInstancesProtectedFromScaleIn: boolean;
  readonly suspendedProcesses: readonly { readonly name: string; readonly reason: string }[];
  readonly instances: readonly GroupInstanceRecord[];
  readonly createdAt: Date;
  readonly status?: string;
  readonly tags: readonly GroupTagRecord[];
  readonly enabledMetrics: readonly string[];
  /** Detached target groups that still drain instances of this group. */
  readonly leavingTargetGroupArns: readonly string[];
  /** Why the desired capacity is what it is: begins the `Cause` of the activities until it is reached. */
  readonly capacityChange?: { readonly at: Date; readonly cause: string } | undefined;
  /** Launches that failed in a row, and when the next may be tried. */
  readonly launchBackoff?: { readonly failures: number; readonly until: Date } | undefined;
  /** One instance more than desired is being launched to even out the zones; scale-in waits for it. */
  readonly rebalancing?: boolean | undefined;
  /** What an instance refresh in progress changes about the group's launches. */
  readonly refresh?: RefreshHoldRecord | undefined;
}

/** A launch template and the version that a group launches from. */
export interface GroupTemplateRecord {
  readonly id: string;
  readonly name: string;
  /** As given: a number, `$Default` or `$Latest`. */
  readonly version: string;
}

export interface LaunchConfigurationRecord {
  /** The configuration's name is its key. */
  readonly id: string;
  readonly arn: string;
  readonly createdAt: Date;
  /** What the request said, in AWS's names. */
  readonly data: Readonly<Record<string, unknown>>;
}

export interface RefreshHoldRecord {
  readonly refreshId: string;
  /** Instances beyond the desired capacity that are launched before old ones are terminated. */
  readonly surge: number;
  /** Launched from in place of the group's own template. */
  readonly launchTemplate?: GroupTemplateRecord | undefined;
}

export type RefreshStatus =
  | 'Pending'
  | 'InProgress'
  | 'Baking'
  | 'Successful'
  | 'Failed'
  | 'Cancelling'
  | 'Cancelled'
  | 'RollbackInProgress'
  | 'RollbackSuccessful'
  | 'RollbackFailed';

export interface RefreshPreferencesRecord {
  readonly minHealthyPercentage: number;
  /** Not the same as 100 when it is absent: then an instance may be terminated before its replacement serves. */
  readonly maxHealthyPercentage?: number | undefined;
  /** Seconds. */
  readonly instanceWarmup?: number | undefined;
  /** Ascending; empty for none. */
  readonly checkpointPercentages: readonly number[];
  /** Seconds. */
  readonly checkpointDelay: number;
  readonly skipMatching: boolean;
  readonly autoRollback: boolean;
  readonly scaleInProtectedInstances: 'Refresh' | 'Ignore' | 'Wait';
  readonly standbyInstances: 'Terminate' | 'Ignore' | 'Wait';
  readonly alarms: readonly string[];
  /** Seconds. */
  readonly bakeTime: number;
}

export interface InstanceRefreshRecord {
  readonly id: string;
  readonly groupName: string;
  readonly status: RefreshStatus;
  readonly statusReason?: string | undefined;
  readonly startedAt: Date;
  readonly endedAt?: Date;
  readonly preferences: RefreshPreferencesRecord;
  readonly desiredTemplate?: GroupTemplateRecord | undefined;
  /** The group's members when it began. */
  readonly originalIds: readonly string[];
  /** The members to replace: of the original ones, or in a rollback those that came since. */
  readonly outdatedIds: readonly string[];
  readonly percentageComplete: number;
  readonly instancesToUpdate: number;
  /** What has been done so far and when it last became more: without progress the refresh fails. */
  readonly progress?: { readonly done: string; readonly at: Date };
  /** The checkpoint that was reached last. */
  readonly checkpoint?: { readonly percentage: number; readonly reachedAt: Date } | undefined;
  readonly bakingSince?: Date;
  readonly rollback?: {
    readonly reason: string;
    readonly startedAt: Date;
    readonly percentageComplete: number;
    readonly instancesToUpdate: number;
    readonly instances: number;
  };
}

export interface GroupTagRecord {
  readonly key: string;
  readonly value: string;
  readonly propagateAtLaunch: boolean;
}

export interface ScalingActivityRecord {
  readonly id: string;
  readonly groupName: string;
  readonly description: string;
  readonly cause: string;
  readonly startedAt: Date;
  readonly endedAt?: Date;
  readonly statusCode:
    | 'PreInService'
    | 'InProgress'
    | 'MidLifecycleAction'
    | 'WaitingForELBConnectionDraining'
    | 'Successful'
    | 'Failed'
    | 'Cancelled';
  readonly statusMessage?: string;
  readonly progress: number;
  readonly instanceId?: string;
  /** JSON, such as `{"Subnet ID":"subnet-1","Availability Zone":"us-east-1a"}`. */
  readonly details: string;
}

export interface ScheduledActionRecord {
  /** `GROUP/ACTION`. */
  readonly id: string;
  readonly arn: string;
  readonly groupName: string;
  readonly name: string;
  readonly startTime?: Date;
  readonly endTime?: Date;
  /** Cron expression, five fields. */
  readonly recurrence?: string;
  readonly timeZone?: string;
  /** When it is due; one that passed while the daemon was down runs at its start. */
  readonly nextRunAt: Date;
  readonly minSize?: number;
  readonly maxSize?: number;
  readonly desiredCapacity?: number;
}
