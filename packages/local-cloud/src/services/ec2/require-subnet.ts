import type { LocalCloud } from '../../cloud.ts';
import type { SubnetRecord, VpcRecord } from '../../store/records/ec2.ts';
import { AwsError } from '../../wire/aws-error.ts';

/** The subnet with this id, or AWS's error. */
export function requireSubnet(cloud: LocalCloud, id: string): SubnetRecord {
  const subnet = cloud.tables.subnets.get(id);
  if (subnet) return subnet;
  throw new AwsError('InvalidSubnetID.NotFound', `The subnet ID '${id}' does not exist`);
}

/** The VPC with this id, or AWS's error. */
export function requireVpc(cloud: LocalCloud, id: string): VpcRecord {
  const vpc = cloud.tables.vpcs.get(id);
  if (vpc) return vpc;
  throw new AwsError('InvalidVpcID.NotFound', `The vpc ID '${id}' does not exist`);
}

/** The account's default VPC; there always is one unless someone deleted its record. */
export function requireDefaultVpc(cloud: LocalCloud): VpcRecord {
  for (const vpc of cloud.tables.vpcs.values()) {
    if (vpc.isDefault) return vpc;
  }
  throw new AwsError('VPCIdNotSpecified', 'No default VPC for this user');
}
