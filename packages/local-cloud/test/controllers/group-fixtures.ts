import type { GroupInstanceRecord, GroupRecord } from '../../src/store/records/auto-scaling.ts';

export const NOW: Date = new Date('2026-11-21T12:00:00Z');

/** A time before `NOW`. */
export function minutesAgo(minutes: number): Date {
  return new Date(NOW.getTime() - minutes * 60_000);
}

/** A healthy member in service for an hour, unless told otherwise. */
export function member(
  instanceId: string,
  zone: string,
  change: Partial<GroupInstanceRecord> = {},
): GroupInstanceRecord {
  return {
    instanceId,
    zone,
    lifecycleState: 'InService',
    healthStatus: 'Healthy',
    instanceType: 't3.micro',
    protectedFromScaleIn: false,
    launchTemplate: { id: 'lt-1', name: 'web', version: 1 },
    inServiceSince: minutesAgo(60),
    addedAt: minutesAgo(60),
    ...change,
  };
}

/** A group over zones a and b, unless told otherwise. */
export function group(
  instances: readonly GroupInstanceRecord[],
  change: Partial<GroupRecord> = {},
): GroupRecord {
  return {
    id: 'web',
    arn: 'arn:aws:autoscaling:us-east-1:000000000000:autoScalingGroup:1:autoScalingGroupName/web',
    minSize: 0,
    maxSize: 10,
    desiredCapacity: instances.length,
    defaultCooldown: 300,
    healthCheckType: 'ELB',
    healthCheckGracePeriod: 60,
    launchTemplate: { id: 'lt-1', name: 'web', version: '$Default' },
    zones: ['a', 'b'],
    subnetIds: [],
    targetGroupArns: [],
    terminationPolicies: ['Default'],
    newInstancesProtectedFromScaleIn: false,
    suspendedProcesses: [],
    instances,
    createdAt: minutesAgo(120),
    tags: [],
    enabledMetrics: [],
    leavingTargetGroupArns: [],
    ...change,
  };
}

/** The group with some of its processes suspended. */
export function suspended(record: GroupRecord, ...names: readonly string[]): GroupRecord {
  return { ...record, suspendedProcesses: names.map((name) => ({ name, reason: 'a test' })) };
}
