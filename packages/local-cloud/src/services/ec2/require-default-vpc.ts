import type { LocalCloud } from '../../cloud.ts';
import type { VpcRecord } from '../../store/records/ec2.ts';
import { AwsError } from '../../wire/aws-error.ts';

/** The account's default VPC; there always is one unless someone deleted its record. */
export function requireDefaultVpc(cloud: LocalCloud): VpcRecord {
  for (const vpc of cloud.tables.vpcs.values()) {
    if (vpc.isDefault) return vpc;
  }
  throw new AwsError('VPCIdNotSpecified', 'No default VPC for this user');
}
