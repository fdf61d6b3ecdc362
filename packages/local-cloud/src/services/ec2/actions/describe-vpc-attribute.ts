import { DescribeVpcAttributeCommand } from '@aws-sdk/client-ec2';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { requireRecord, VPC } from '../resource-kinds.ts';

/** EC2 DescribeVpcAttribute: a default VPC has both DNS attributes on, another names for its instances only if told. */
export const route: Route = on(DescribeVpcAttributeCommand, (input, { cloud }) => {
  const vpc = requireRecord(cloud, VPC, input.VpcId ?? '');
  refuseDryRun(input.DryRun);
  const values = {
    enableDnsSupport: vpc.dnsSupport ?? true,
    enableDnsHostnames: vpc.dnsHostnames ?? vpc.isDefault,
    enableNetworkAddressUsageMetrics: false,
  };
  const shown = (name: keyof typeof values): { Value: boolean } | undefined =>
    input.Attribute === name ? { Value: values[name] } : undefined;
  return {
    VpcId: vpc.id,
    EnableDnsSupport: shown('enableDnsSupport'),
    EnableDnsHostnames: shown('enableDnsHostnames'),
    EnableNetworkAddressUsageMetrics: shown('enableNetworkAddressUsageMetrics'),
  };
});
