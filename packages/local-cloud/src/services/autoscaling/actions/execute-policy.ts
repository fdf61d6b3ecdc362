import { ExecutePolicyCommand } from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { cooldownOf } from '../cooldown.ts';
import { executePolicy } from '../execute-policy.ts';
import { requirePolicy } from '../policies.ts';
import { requireGroup } from '../require-group.ts';

/** ExecutePolicy: a simple or step scaling policy, at a user's request. */
export const route: Route = on(ExecutePolicyCommand, (input, { cloud }) => {
  const policy = requirePolicy(cloud, input.AutoScalingGroupName, input.PolicyName);
  const { MetricValue: value, BreachThreshold: threshold, HonorCooldown: honorCooldown = false } = input;
  if (policy.rule.kind === 'TargetTrackingScaling') {
    throw new AwsError('ValidationError', 'A policy of type TargetTrackingScaling cannot be executed.');
  }
  if (policy.rule.kind === 'StepScaling' && (value === undefined || threshold === undefined)) {
    throw new AwsError(
      'ValidationError',
      'MetricValue and BreachThreshold must be specified for policy type StepScaling.',
    );
  }
  if (policy.rule.kind === 'SimpleScaling') {
    if (value !== undefined || threshold !== undefined) {
      throw new AwsError(
        'ValidationError',
        'MetricValue and BreachThreshold are not supported for policy type SimpleScaling.',
      );
    }
    const obstacle = honorCooldown ? cooldownOf(cloud, requireGroup(cloud, policy.groupName)) : undefined;
    if (obstacle !== undefined) throw new AwsError('ScalingActivityInProgress', obstacle);
  }
  executePolicy(cloud, policy, { kind: 'user', value, threshold: threshold ?? 0, honorCooldown });
  return {};
});
