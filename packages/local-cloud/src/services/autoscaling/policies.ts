import type { LocalCloud } from '../../cloud.ts';
import type { ScalingPolicyRecord } from '../../store/records/scaling-policies.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { deleteAlarm } from '../cloudwatch/delete-alarm.ts';

/** The scaling policies of a group, or of all. */
export function policiesOf(cloud: LocalCloud, groupName?: string): readonly ScalingPolicyRecord[] {
  return [...cloud.tables.scalingPolicies.values()].filter(
    (policy) => groupName === undefined || policy.groupName === groupName,
  );
}

/** The policy with this name or ARN, or AWS's error. */
export function requirePolicy(
  cloud: LocalCloud,
  groupName: string | undefined,
  nameOrArn: string | undefined,
): ScalingPolicyRecord {
  const found = findPolicy(cloud, groupName, nameOrArn);
  if (found) return found;
  throw new AwsError('ValidationError', `Policy name not found - ${nameOrArn ?? 'null'}`);
}

/** The policy with this ARN, or with this name in a group. */
export function findPolicy(
  cloud: LocalCloud,
  groupName: string | undefined,
  nameOrArn: string | undefined,
): ScalingPolicyRecord | undefined {
  return policiesOf(cloud, groupName).find(
    ({ arn, name }) => arn === nameOrArn || (groupName !== undefined && name === nameOrArn),
  );
}

/** The alarms that execute a policy. */
export function alarmsOf(
  cloud: LocalCloud,
  { arn }: ScalingPolicyRecord,
): { AlarmName: string; AlarmARN: string }[] {
  return [...cloud.tables.alarms.values()]
    .filter(({ actions }) => Object.values(actions).some((arns) => arns.includes(arn)))
    .map((alarm) => ({ AlarmName: alarm.id, AlarmARN: alarm.arn }));
}

/** Deletes a policy, with the alarms that were made for it; others go on without it. */
export function deletePolicy(cloud: LocalCloud, policy: ScalingPolicyRecord): void {
  for (const name of policy.alarmNames) deleteAlarm(cloud, name);
  cloud.tables.scalingPolicies.delete(policy.id);
}
