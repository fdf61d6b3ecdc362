import { CreateVpcCommand } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { newId } from '../../ids.ts';
import { refuseDryRun } from '../dry-run.ts';
import { readTagSpecification } from '../read-tags.ts';
import { renderVpc } from '../render-vpc.ts';
import { requireVpcBlock } from '../require-vpc-block.ts';
import { completeVpc } from '../vpc-parts.ts';

/** EC2 CreateVpc: with a default security group, a main route table and the default network ACL. */
export const route: Route = on(CreateVpcCommand, (input, { cloud }) => {
  if (input.CidrBlock === undefined) {
    throw new AwsError('MissingParameter', 'The request must contain the parameter cidrBlock');
  }
  if (input.InstanceTenancy === 'dedicated' || input.AmazonProvidedIpv6CidrBlock) {
    throw new AwsError('UnsupportedOperation', 'A VPC of the local cloud has shared tenancy and IPv4 only.');
  }
  const tags = readTagSpecification(input.TagSpecifications, 'vpc');
  const cidr = requireVpcBlock(cloud, input.CidrBlock);
  refuseDryRun(input.DryRun);
  const vpc = cloud.tables.vpcs.put({ id: newId('vpc'), cidr, isDefault: false, tags });
  completeVpc(cloud, vpc.id);
  cloud.poke();
  return { Vpc: renderVpc(cloud, vpc) };
});
