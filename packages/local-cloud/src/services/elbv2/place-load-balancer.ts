import type { SubnetMapping } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { LocalCloud } from '../../cloud.ts';
import type { SubnetRecord } from '../../store/records/ec2.ts';
import { AwsError } from '../../wire/aws-error.ts';

/** The subnets that a request names, with an application load balancer's rules: two zones at least, each once. */
export function readSubnets(
  cloud: LocalCloud,
  ids: readonly string[] | undefined,
  mappings: readonly SubnetMapping[] | undefined,
): readonly SubnetRecord[] {
  if (ids?.length && mappings?.length) {
    throw new AwsError('ValidationError', 'Subnets and subnet mappings cannot both be specified');
  }
  const wanted = ids?.length ? ids : (mappings ?? []).map(({ SubnetId }) => SubnetId ?? '');
  const subnets = [...new Set(wanted)].map((id) => requireSubnet(cloud, id));
  const zones = new Set(subnets.map(({ zone }) => zone));
  if (zones.size < subnets.length) {
    throw new AwsError(
      'InvalidConfigurationRequest',
      'A load balancer cannot be attached to multiple subnets in the same Availability Zone',
    );
  }
  if (zones.size < 2) {
    throw new AwsError(
      'ValidationError',
      'At least two subnets in two different Availability Zones must be specified',
    );
  }
  if (new Set(subnets.map(({ vpcId }) => vpcId)).size > 1) {
    throw new AwsError('InvalidConfigurationRequest', 'All subnets must be in the same VPC');
  }
  return subnets;
}

/** The security groups that a request names; without any, the default group of the VPC. */
export function readSecurityGroups(
  cloud: LocalCloud,
  vpcId: string,
  ids: readonly string[] | undefined,
): readonly string[] {
  const groups = [...cloud.tables.securityGroups.values()].filter((group) => group.vpcId === vpcId);
  if (!ids?.length) return groups.filter(({ name }) => name === 'default').map(({ id }) => id);
  for (const id of ids) {
    if (groups.some((group) => group.id === id)) continue;
    throw new AwsError('InvalidSecurityGroup', `Security group '${id}' does not exist in VPC '${vpcId}'`);
  }
  return [...new Set(ids)];
}

function requireSubnet(cloud: LocalCloud, id: string): SubnetRecord {
  const subnet = cloud.tables.subnets.get(id);
  if (!subnet) throw new AwsError('SubnetNotFound', `The subnet ID '${id}' does not exist`);
  return subnet;
}
