import { CreateNetworkInterfaceCommand, type CreateNetworkInterfaceRequest } from '@aws-sdk/client-ec2';
import type { LocalCloud } from '../../../cloud.ts';
import type { NetworkInterfaceRecord } from '../../../store/records/ec2.ts';
import { createRecordIndex, type RecordIndex } from '../../../store/record-index.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { createAddressPool } from '../addresses.ts';
import { refuseDryRun } from '../dry-run.ts';
import { createInterfaces } from '../interfaces.ts';
import { readTagSpecification } from '../read-tags.ts';
import { renderNetworkInterface } from '../render-interface.ts';
import { requireGroups } from '../require-launch-parts.ts';
import { requireRecord, SUBNET } from '../resource-kinds.ts';

/** EC2 CreateNetworkInterface: with an address of its subnet, the one that is asked for or a free one. */
export const route: Route = on(CreateNetworkInterfaceCommand, (input, { cloud }) => {
  const { ClientToken: clientToken } = input;
  const subnet = requireRecord(cloud, SUBNET, input.SubnetId ?? '');
  const privateIp = readAddress(input);
  const before =
    clientToken === undefined
      ? undefined
      : cloud.tables.networkInterfaces.view(byClientToken).of(clientToken)[0];
  if (before) {
    requireSame(before, subnet.id, privateIp);
    return answer(cloud, before);
  }
  const securityGroupIds = requireGroups(cloud, {
    ids: input.Groups,
    vpcId: subnet.vpcId,
    subnetId: subnet.id,
  });
  const tags = readTagSpecification(input.TagSpecifications, 'network-interface');
  createAddressPool(cloud, subnet).take(1, privateIp);
  refuseDryRun(input.DryRun);
  const [record] = createInterfaces(cloud, subnet, 1, {
    securityGroupIds,
    privateIp,
    description: input.Description ?? '',
    tags,
    ...(clientToken === undefined ? {} : { clientToken }),
  });
  cloud.poke();
  return record ? answer(cloud, record) : {};
});

function answer(
  cloud: LocalCloud,
  record: NetworkInterfaceRecord,
): { NetworkInterface: ReturnType<typeof renderNetworkInterface>; ClientToken?: string | undefined } {
  return { NetworkInterface: renderNetworkInterface(cloud, record), ClientToken: record.clientToken };
}

function byClientToken(): RecordIndex<NetworkInterfaceRecord> {
  return createRecordIndex(({ clientToken }) => clientToken);
}

function readAddress(input: CreateNetworkInterfaceRequest): string | undefined {
  const unsupported = {
    Ipv6AddressCount: input.Ipv6AddressCount,
    Ipv6Addresses: input.Ipv6Addresses?.length,
    SecondaryPrivateIpAddressCount: input.SecondaryPrivateIpAddressCount,
    Ipv4PrefixCount: input.Ipv4PrefixCount,
    InterfaceType: input.InterfaceType,
  };
  const [name] = Object.entries(unsupported).find(([, value]) => value) ?? [];
  const addresses = input.PrivateIpAddresses ?? [];
  if (name !== undefined || addresses.length > 1) {
    throw new AwsError(
      'UnsupportedOperation',
      `${name ?? 'PrivateIpAddresses'}: an interface of the local cloud has one private IPv4 address.`,
    );
  }
  return input.PrivateIpAddress ?? addresses[0]?.PrivateIpAddress;
}

function requireSame(before: NetworkInterfaceRecord, subnetId: string, privateIp: string | undefined): void {
  if (before.subnetId === subnetId && (privateIp === undefined || privateIp === before.privateIp)) return;
  throw new AwsError(
    'IdempotentParameterMismatch',
    'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).',
  );
}
