import type { GroupRecord } from '../../store/records/auto-scaling.ts';
import { isTerminating } from './members.ts';

/** One sentence of an activity's `Cause`, as AWS writes it: `At 2026-11-21T10:00:00Z a user request …`. */
export function at(time: Date, what: string): string {
  return `At ${time.toISOString().slice(0, 19)}Z ${what}`;
}

/** What the first sentence says after a change of the desired capacity; `who` is `a user request` or such. */
export function constraintsUpdate(
  who: string,
  sizes: { readonly minSize: number; readonly maxSize: number; readonly desiredCapacity: number },
  before: number,
): string {
  const { minSize, maxSize, desiredCapacity } = sizes;
  return `${who} update of AutoScalingGroup constraints to min: ${minSize}, max: ${maxSize}, desired: ${desiredCapacity} changing the desired capacity from ${before} to ${desiredCapacity}.`;
}

/** The `Cause` of a launch that brings the capacity from `from` to `to`. */
export function launchCause(group: GroupRecord, now: Date, from: number, to: number): string {
  const { capacityChange } = group;
  const started = at(
    now,
    `an instance was started in response to a difference between desired and actual capacity, increasing the capacity from ${from} to ${to}.`,
  );
  if (capacityChange) return `${at(capacityChange.at, capacityChange.cause)}  ${started}`;
  const replaces = group.instances.some(
    (member) => isTerminating(member) && member.healthStatus === 'Unhealthy',
  );
  return replaces
    ? at(now, 'an instance was launched in response to an unhealthy instance needing to be replaced.')
    : started;
}

/** The `Cause` of the launch that evens out the zones. */
export function rebalanceCause(group: GroupRecord, now: Date, zones: readonly string[]): string {
  const count = group.desiredCapacity;
  return at(
    now,
    `an instance was launched to balance the group across ${zones.join(', ')}, increasing the capacity from ${count} to ${count + 1}.`,
  );
}

/** The `Cause` of the termination of an instance that is one too many. */
export function scaleInCause(
  group: GroupRecord,
  now: Date,
  instanceId: string,
  from: number,
  to: number,
): string {
  const { capacityChange } = group;
  return [
    ...(capacityChange ? [at(capacityChange.at, capacityChange.cause)] : []),
    at(
      now,
      `an instance was taken out of service in response to a difference between desired and actual capacity, shrinking the capacity from ${from} to ${to}.`,
    ),
    at(now, `instance ${instanceId} was selected for termination.`),
  ].join('  ');
}

/** What the `Cause` of a termination says about the health check that failed. */
export const UNHEALTHY = {
  ec2: 'an instance was taken out of service in response to an EC2 health check indicating it has been terminated or stopped.',
  elb: 'an instance was taken out of service in response to an ELB system health check failure.',
  user: 'an instance was taken out of service in response to a user health-check.',
} as const;
