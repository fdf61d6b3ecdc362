import { PutScalingPolicyCommand } from '@aws-sdk/client-auto-scaling';
import { randomUUID } from 'node:crypto';
import type { ScalingPolicyRecord } from '../../../store/records/scaling-policies.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { deleteAlarm } from '../../cloudwatch/delete-alarm.ts';
import { alarmsOf } from '../policies.ts';
import { readPolicy } from '../read-policy.ts';
import { requireGroup } from '../require-group.ts';
import { putTrackingAlarms, trackingAlarmNames } from '../target-tracking-alarms.ts';

/** PutScalingPolicy: a new one, or the one of that name replaced; a target tracking one makes its own alarms. */
export const route: Route = on(PutScalingPolicyCommand, (input, { cloud }) => {
  const group = requireGroup(cloud, input.AutoScalingGroupName);
  const name = input.PolicyName ?? '';
  if (name === '' || name.includes(':')) {
    throw new AwsError('ValidationError', `The policy name "${name}" must not be empty or have a colon.`);
  }
  const rule = readPolicy(input);
  const id = `${group.id}/${name}`;
  const before = cloud.tables.scalingPolicies.get(id);
  const alarms = { groupName: group.id, alarmNames: before?.alarmNames ?? [] };
  const policy: ScalingPolicyRecord = {
    id,
    arn:
      before?.arn ??
      `arn:aws:autoscaling:${cloud.region}:${cloud.accountId}:scalingPolicy:${randomUUID()}:autoScalingGroupName/${group.id}:policyName/${name}`,
    groupName: group.id,
    name,
    enabled: input.Enabled ?? true,
    rule,
    alarmNames: rule.kind === 'TargetTrackingScaling' ? trackingAlarmNames(alarms, rule) : [],
    lastScaledAt: before?.lastScaledAt,
  };
  cloud.tables.scalingPolicies.put(policy);
  for (const alarm of alarms.alarmNames) {
    if (!policy.alarmNames.includes(alarm)) deleteAlarm(cloud, alarm);
  }
  if (rule.kind === 'TargetTrackingScaling') putTrackingAlarms(cloud, policy, rule);
  cloud.poke();
  return { PolicyARN: policy.arn, Alarms: alarmsOf(cloud, policy) };
});
