import { DescribeNetworkInterfacesCommand } from '@aws-sdk/client-ec2';
import type { LocalCloud } from '../../../cloud.ts';
import type { NetworkInterfaceRecord } from '../../../store/records/ec2.ts';
import { on, type Route } from '../../../wire/route.ts';
import { applyFilters, type FilterTable } from '../describe-filters.ts';
import { pageOf } from '../describe-page.ts';
import { refuseDryRun } from '../dry-run.ts';
import { privateDnsName } from '../host-name.ts';
import { publicAddressOf } from '../render-instance.ts';
import { renderNetworkInterface } from '../render-interface.ts';
import { NETWORK_INTERFACE, requireRecords } from '../resource-kinds.ts';

/** EC2 DescribeNetworkInterfaces. */
export const route: Route = on(DescribeNetworkInterfacesCommand, (input, { cloud }) => {
  refuseDryRun(input.DryRun);
  const ids = input.NetworkInterfaceIds ?? [];
  const asked =
    ids.length > 0 ? requireRecords(cloud, NETWORK_INTERFACE, ids) : cloud.tables.networkInterfaces.values();
  const { page, nextToken } = pageOf(applyFilters(asked, input.Filters, filters(cloud)), input, { ids });
  return {
    NetworkInterfaces: page.map((record) =>
      renderNetworkInterface(cloud, record, publicAddress(cloud, record)),
    ),
    NextToken: nextToken,
  };
});

function publicAddress(cloud: LocalCloud, { attachment }: NetworkInterfaceRecord): string | undefined {
  const instance = attachment && cloud.tables.instances.get(attachment.instanceId);
  return instance && publicAddressOf(instance);
}

function filters(cloud: LocalCloud): FilterTable<NetworkInterfaceRecord> {
  const isAttached = ({ attachment, loadBalancerArn }: NetworkInterfaceRecord): boolean =>
    attachment !== undefined || loadBalancerArn !== undefined;
  const attachmentOwner = ({ attachment, loadBalancerArn }: NetworkInterfaceRecord): string | undefined =>
    attachment ? cloud.accountId : loadBalancerArn && 'amazon-elb';
  return {
    'network-interface-id': ({ id }) => id,
    'attachment.attachment-id': ({ attachment }) => attachment?.id,
    'attachment.instance-id': ({ attachment }) => attachment?.instanceId,
    'attachment.instance-owner-id': attachmentOwner,
    'attachment.status': (record) => (isAttached(record) ? 'attached' : 'detached'),
    'attachment.device-index': ({ attachment }) => attachment && 0,
    'attachment.delete-on-termination': ({ attachment }) => attachment?.deleteOnTermination,
    'attachment.attach-time': ({ attachment }) => attachment?.attachedAt,
    'availability-zone': ({ zone }) => zone,
    'group-id': ({ securityGroupIds }) => securityGroupIds,
    'group-name': ({ securityGroupIds }) =>
      securityGroupIds.map((id) => cloud.tables.securityGroups.get(id)?.name),
    'mac-address': ({ macAddress }) => macAddress,
    'owner-id': () => cloud.accountId,
    'private-dns-name': ({ privateIp }) => privateDnsName(privateIp, cloud.region),
    'private-ip-address': ({ privateIp }) => privateIp,
    'addresses.private-ip-address': ({ privateIp }) => privateIp,
    'addresses.primary': () => true,
    'addresses.association.public-ip': (record) => publicAddress(cloud, record),
    'association.public-ip': (record) => publicAddress(cloud, record),
    'requester-id': ({ loadBalancerArn }) => loadBalancerArn && 'amazon-elb',
    'requester-managed': ({ loadBalancerArn }) => loadBalancerArn !== undefined,
    'source-dest-check': ({ sourceDestCheck }) => sourceDestCheck,
    'subnet-id': ({ subnetId }) => subnetId,
    'vpc-id': ({ vpcId }) => vpcId,
    status: (record) => (isAttached(record) ? 'in-use' : 'available'),
    'interface-type': () => 'interface',
    description: ({ description }) => description,
  };
}
