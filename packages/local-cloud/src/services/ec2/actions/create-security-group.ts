import { CreateSecurityGroupCommand } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { newId } from '../../ids.ts';
import { refuseDryRun } from '../dry-run.ts';
import { readTagSpecification, renderTags } from '../read-tags.ts';
import { requireDefaultVpc } from '../require-default-vpc.ts';
import { requireRecord, VPC } from '../resource-kinds.ts';

/** EC2 CreateSecurityGroup: nothing may come in, everything may go out. */
export const route: Route = on(CreateSecurityGroupCommand, (input, { cloud }) => {
  const { GroupName: name = '', Description: description = '' } = input;
  const vpc = input.VpcId === undefined ? requireDefaultVpc(cloud) : requireRecord(cloud, VPC, input.VpcId);
  if (name.length > 255 || name.startsWith('sg-')) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value (${name}) for parameter GroupName is invalid: write up to 255 characters that do not begin with sg-.`,
    );
  }
  for (const group of cloud.tables.securityGroups.values()) {
    if (group.vpcId === vpc.id && group.name === name) {
      throw new AwsError(
        'InvalidGroup.Duplicate',
        `The security group '${name}' already exists for VPC '${vpc.id}'`,
      );
    }
  }
  const tags = readTagSpecification(input.TagSpecifications, 'security-group');
  refuseDryRun(input.DryRun);
  const group = cloud.tables.securityGroups.put({
    id: newId('sg'),
    name,
    description,
    vpcId: vpc.id,
    ownerId: cloud.accountId,
    permissions: [{ ruleId: newId('sgr'), egress: true, protocol: '-1', cidr: '0.0.0.0/0' }],
    tags,
  });
  return {
    GroupId: group.id,
    Tags: renderTags(tags),
    SecurityGroupArn: `arn:aws:ec2:${cloud.region}:${cloud.accountId}:security-group/${group.id}`,
  };
});
