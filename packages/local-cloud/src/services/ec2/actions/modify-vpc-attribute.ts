import { ModifyVpcAttributeCommand } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { requireRecord, VPC } from '../resource-kinds.ts';

/** EC2 ModifyVpcAttribute: one attribute a request; the local cloud remembers them and acts on none. */
export const route: Route = on(ModifyVpcAttributeCommand, (input, { cloud }) => {
  const { id } = requireRecord(cloud, VPC, input.VpcId ?? '');
  const dnsSupport = input.EnableDnsSupport?.Value;
  const dnsHostnames = input.EnableDnsHostnames?.Value;
  const metrics = input.EnableNetworkAddressUsageMetrics?.Value;
  const said = [dnsSupport, dnsHostnames, metrics].filter((value) => value !== undefined);
  if (said.length !== 1) {
    throw new AwsError(
      'InvalidParameterCombination',
      `The request must contain exactly one attribute to modify, not ${said.length}`,
    );
  }
  cloud.tables.vpcs.update(id, {
    ...(dnsSupport === undefined ? {} : { dnsSupport }),
    ...(dnsHostnames === undefined ? {} : { dnsHostnames }),
  });
  return {};
});
