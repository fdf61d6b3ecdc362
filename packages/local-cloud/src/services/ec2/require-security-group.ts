import type { LocalCloud } from '../../cloud.ts';
import type { SecurityGroupRecord } from '../../store/records/ec2.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { requireDefaultVpc } from './require-default-vpc.ts';
import { requireRecord, SECURITY_GROUP } from './resource-kinds.ts';

/** How AWS's APIs point at a security group; a name means one in the default VPC unless `vpcId` says another. */
export interface SecurityGroupReference {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly vpcId?: string | undefined;
}

/** The security group with this id or name, or AWS's error. */
export function requireSecurityGroup(
  cloud: LocalCloud,
  reference: SecurityGroupReference,
): SecurityGroupRecord {
  const { id, name } = reference;
  if (id !== undefined) return requireRecord(cloud, SECURITY_GROUP, id);
  if (name === undefined) {
    throw new AwsError('MissingParameter', 'The request must contain the parameter groupName or groupId');
  }
  const vpcId = reference.vpcId ?? requireDefaultVpc(cloud).id;
  for (const group of cloud.tables.securityGroups.values()) {
    if (group.vpcId === vpcId && group.name === name) return group;
  }
  throw new AwsError(
    'InvalidGroup.NotFound',
    `The security group '${name}' does not exist in VPC '${vpcId}'`,
  );
}
