import { DescribeNetworkInterfacesCommand } from '@aws-sdk/client-ec2';
import type { InstanceRecord } from '../../../store/records/ec2.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { applyFilters, type FilterTable } from '../describe-filters.ts';
import { pageOf } from '../describe-page.ts';
import { refuseDryRun } from '../dry-run.ts';
import { publicAddressOf, renderInterface } from '../render-instance.ts';

interface Interface {
  readonly id: string;
  readonly instance: InstanceRecord;
  readonly tags?: Readonly<Record<string, string>>;
}

const FILTERS: FilterTable<Interface> = {
  'network-interface-id': ({ id }) => id,
  'attachment.instance-id': ({ instance }) => instance.id,
  'attachment.status': () => 'attached',
  'attachment.device-index': () => 0,
  'availability-zone': ({ instance }) => instance.zone,
  'group-id': ({ instance }) => instance.securityGroupIds,
  'mac-address': ({ instance }) => instance.macAddress,
  'private-ip-address': ({ instance }) => instance.privateIp,
  'addresses.private-ip-address': ({ instance }) => instance.privateIp,
  'association.public-ip': ({ instance }) => publicAddressOf(instance),
  'subnet-id': ({ instance }) => instance.subnetId,
  'vpc-id': ({ instance }) => instance.vpcId,
  status: () => 'in-use',
  'interface-type': () => 'interface',
  description: () => '',
  'requester-managed': () => false,
};

/** EC2 DescribeNetworkInterfaces: each instance has one, as long as it has a machine. */
export const route: Route = on(DescribeNetworkInterfacesCommand, (input, { cloud }) => {
  refuseDryRun(input.DryRun);
  const all: Interface[] = [];
  for (const instance of cloud.tables.instances.values()) {
    if (instance.state !== 'terminated') all.push({ id: instance.networkInterfaceId, instance });
  }
  const ids = input.NetworkInterfaceIds ?? [];
  const missing = ids.find((id) => !all.some((found) => found.id === id));
  if (missing !== undefined) {
    throw new AwsError(
      'InvalidNetworkInterfaceID.NotFound',
      `The networkInterface ID '${missing}' does not exist`,
    );
  }
  const asked = ids.length > 0 ? all.filter(({ id }) => ids.includes(id)) : all;
  const { page, nextToken } = pageOf(applyFilters(asked, input.Filters, FILTERS), input, { ids });
  return {
    NetworkInterfaces: page.map(({ instance }) => {
      const { Attachment, ...shown } = renderInterface(cloud, instance, publicAddressOf(instance));
      return {
        ...shown,
        AvailabilityZone: instance.zone,
        InterfaceType: 'interface' as const,
        RequesterManaged: false,
        Attachment: { ...Attachment, InstanceId: instance.id, InstanceOwnerId: cloud.accountId },
        TagSet: [],
      };
    }),
    NextToken: nextToken,
  };
});
