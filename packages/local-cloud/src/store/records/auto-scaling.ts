import type { Tags } from './ec2.ts';

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
  readonly zone: string;
  readonly instanceType: string;
  readonly protectedFromScaleIn: boolean;
  readonly launchTemplate?: { readonly id: string; readonly name: string; readonly version: number };
  /** When it came into service; the health check grace period counts from here. */
  readonly inServiceSince?: Date;
  readonly addedAt: Date;
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
  readonly launchTemplate: {
    readonly id: string;
    readonly name: string;
    /** As given: a number, `$Default` or `$Latest`. */
    readonly version: string;
  };
  readonly zones: readonly string[];
  readonly subnetIds: readonly string[];
  readonly targetGroupArns: readonly string[];
  readonly terminationPolicies: readonly string[];
  readonly newInstancesProtectedFromScaleIn: boolean;
  readonly suspendedProcesses: readonly { readonly name: string; readonly reason: string }[];
  readonly instances: readonly GroupInstanceRecord[];
  readonly createdAt: Date;
  readonly status?: string;
  readonly tags: readonly {
    readonly key: string;
    readonly value: string;
    readonly propagateAtLaunch: boolean;
  }[];
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
    | 'WaitingForELBConnectionDraining'
    | 'Successful'
    | 'Failed'
    | 'Cancelled';
  readonly statusMessage?: string;
  readonly progress: number;
  readonly instanceId?: string;
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
  readonly minSize?: number;
  readonly maxSize?: number;
  readonly desiredCapacity?: number;
}

export type { Tags };
