import { ModifySubnetAttributeCommand } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { requireRecord, SUBNET } from '../resource-kinds.ts';

/** EC2 ModifySubnetAttribute: whether instances get a public address; what else there is may be switched off only. */
export const route: Route = on(ModifySubnetAttributeCommand, (input, { cloud }) => {
  const { id } = requireRecord(cloud, SUBNET, input.SubnetId ?? '');
  const unsupported = {
    AssignIpv6AddressOnCreation: input.AssignIpv6AddressOnCreation,
    MapCustomerOwnedIpOnLaunch: input.MapCustomerOwnedIpOnLaunch,
    EnableDns64: input.EnableDns64,
    EnableResourceNameDnsARecordOnLaunch: input.EnableResourceNameDnsARecordOnLaunch,
    EnableResourceNameDnsAAAARecordOnLaunch: input.EnableResourceNameDnsAAAARecordOnLaunch,
  };
  const [name] = Object.entries(unsupported).find(([, value]) => value?.Value) ?? [];
  if (name !== undefined) {
    throw new AwsError('UnsupportedOperation', `The local cloud's subnets do not have ${name}.`);
  }
  const mapPublicIp = input.MapPublicIpOnLaunch?.Value;
  if (mapPublicIp !== undefined) cloud.tables.subnets.update(id, { mapPublicIp });
  return {};
});
