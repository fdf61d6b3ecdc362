import { isDeepStrictEqual } from 'node:util';
import {
  CreateTargetGroupCommand,
  type CreateTargetGroupInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { LocalCloud } from '../../../cloud.ts';
import type { TargetGroupRecord } from '../../../store/records/elbv2.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { newTargetGroupArn } from '../arns.ts';
import { initialAttributes } from '../attributes.ts';
import { checkName } from '../check-name.ts';
import { checkRange } from '../check-range.ts';
import { INITIAL_HEALTH_CHECK, readHealthCheck } from '../read-health-check.ts';
import { readTags } from '../read-tags.ts';
import { refuseUnsupportedTargetGroup } from '../refuse-unsupported.ts';
import { renderTargetGroup } from '../render-target-group.ts';
import { TARGET_GROUP_ATTRIBUTES } from '../target-group-attributes.ts';

/** CreateTargetGroup: for instances or addresses that speak HTTP. */
export const route: Route = on(CreateTargetGroupCommand, (input, { cloud }) => {
  const wanted = readTargetGroup(cloud, input);
  const existing = [...cloud.tables.targetGroups.values()].find(({ name }) => name === wanted.name);
  if (existing) {
    if (!sameSettings(existing, wanted)) {
      throw new AwsError(
        'DuplicateTargetGroupName',
        `A target group with the same name '${wanted.name}' exists, but with different settings`,
      );
    }
    return { TargetGroups: [renderTargetGroup(cloud, existing)] };
  }
  const record = cloud.tables.targetGroups.put({
    ...wanted,
    id: newTargetGroupArn(cloud, wanted.name),
    attributes: initialAttributes(TARGET_GROUP_ATTRIBUTES),
    targets: [],
  });
  return { TargetGroups: [renderTargetGroup(cloud, record)] };
});

type Settings = Omit<TargetGroupRecord, 'id' | 'attributes' | 'targets'>;

function readTargetGroup(cloud: LocalCloud, input: CreateTargetGroupInput): Settings {
  const name = checkName('Target group name', input.Name);
  refuseUnsupportedTargetGroup(input);
  if (input.Protocol === undefined) throw new AwsError('ValidationError', 'A protocol must be specified');
  const port = checkRange('port', input.Port, 1, 65_535);
  if (port === undefined) throw new AwsError('ValidationError', 'A port must be specified');
  if (input.VpcId === undefined) throw new AwsError('ValidationError', 'A VPC ID must be specified');
  if (!cloud.tables.vpcs.get(input.VpcId)) {
    throw new AwsError('ValidationError', `The VPC ID '${input.VpcId}' is not found`);
  }
  return {
    name,
    protocol: 'HTTP',
    port,
    vpcId: input.VpcId,
    targetType: input.TargetType === 'ip' ? 'ip' : 'instance',
    healthCheck: readHealthCheck(input, INITIAL_HEALTH_CHECK),
    tags: readTags(input.Tags),
  };
}

function sameSettings(one: Settings, other: Settings): boolean {
  return isDeepStrictEqual(essence(one), essence(other));
}

function essence({ protocol, port, vpcId, targetType, healthCheck }: Settings): Partial<Settings> {
  return { protocol, port, vpcId, targetType, healthCheck };
}
