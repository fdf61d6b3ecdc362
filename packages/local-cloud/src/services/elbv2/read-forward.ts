import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { LocalCloud } from '../../cloud.ts';
import type { ActionRecord, LoadBalancerRecord, WeightedTargetGroup } from '../../store/records/elbv2.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { checkRange } from './check-range.ts';
import { requireTargetGroup } from './require-target-group.ts';
import { loadBalancersOf } from './usage.ts';

/** Target groups that one forward action may name. */
const MOST_GROUPS = 5;

/** A forward action: one target group, or up to five with weights. */
export function readForward(
  cloud: LocalCloud,
  loadBalancer: LoadBalancerRecord,
  action: Action,
): ActionRecord {
  const targetGroups = readWeights(action);
  const arns = targetGroups.map(({ targetGroupArn }) => targetGroupArn);
  if (arns.length > MOST_GROUPS || new Set(arns).size < arns.length) {
    throw new AwsError(
      'ValidationError',
      `A forward action takes 1 to ${MOST_GROUPS} target groups, each of them once`,
    );
  }
  for (const arn of arns) refuseUnusable(cloud, loadBalancer, arn);
  if (action.ForwardConfig?.TargetGroupStickinessConfig?.Enabled === true) {
    throw new AwsError(
      'InvalidConfigurationRequest',
      'Target group stickiness is not supported by the local cloud: leave TargetGroupStickinessConfig.Enabled false',
    );
  }
  return { kind: 'forward', targetGroups };
}

function readWeights(action: Action): readonly WeightedTargetGroup[] {
  const single = action.TargetGroupArn;
  const tuples = action.ForwardConfig?.TargetGroups ?? [];
  if (tuples.length === 0) {
    if (single !== undefined) return [{ targetGroupArn: single, weight: 1 }];
    throw new AwsError('ValidationError', 'A target group ARN must be specified for a forward action');
  }
  if (single !== undefined && (tuples.length > 1 || tuples[0]?.TargetGroupArn !== single)) {
    throw new AwsError(
      'InvalidLoadBalancerAction',
      'TargetGroupArn and ForwardConfig must name the same target group, if both are given',
    );
  }
  return tuples.map(({ TargetGroupArn, Weight }) => ({
    targetGroupArn: TargetGroupArn ?? '',
    weight: checkRange('weight', Weight, 0, 999) ?? 1,
  }));
}

function refuseUnusable(cloud: LocalCloud, loadBalancer: LoadBalancerRecord, arn: string): void {
  const { vpcId } = requireTargetGroup(cloud, arn);
  if (vpcId !== loadBalancer.vpcId) {
    throw new AwsError(
      'InvalidConfigurationRequest',
      `The target group '${arn}' is not in the VPC of the load balancer, '${loadBalancer.vpcId}'`,
    );
  }
  if (loadBalancersOf(cloud, arn).some((other) => other !== loadBalancer.id)) {
    throw new AwsError(
      'TargetGroupAssociationLimit',
      `The following target groups cannot be associated with more than one load balancer: ${arn}`,
    );
  }
}
