import type { LocalCloud } from '../../cloud.ts';
import type { TargetGroupRecord } from '../../store/records/elbv2.ts';
import { AwsError } from '../../wire/aws-error.ts';

/** The target group behind an ARN, or AWS's own word that there is none. */
export function requireTargetGroup(cloud: LocalCloud, arn: string | undefined): TargetGroupRecord {
  const group = cloud.tables.targetGroups.get(arn ?? '');
  if (!group) throw new AwsError('TargetGroupNotFound', 'One or more target groups not found');
  return group;
}
