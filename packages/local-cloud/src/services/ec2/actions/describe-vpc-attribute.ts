import { DescribeVpcAttributeCommand } from '@aws-sdk/client-ec2';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { requireRecord, VPC } from '../resource-kinds.ts';

/** EC2 DescribeVpcAttribute: a default VPC has both DNS attributes on. */
export const route: Route = on(DescribeVpcAttributeCommand, (input, { cloud }) => {
  const { id } = requireRecord(cloud, VPC, input.VpcId ?? '');
  refuseDryRun(input.DryRun);
  return {
    VpcId: id,
    EnableDnsSupport: input.Attribute === 'enableDnsSupport' ? { Value: true } : undefined,
    EnableDnsHostnames: input.Attribute === 'enableDnsHostnames' ? { Value: true } : undefined,
  };
});
