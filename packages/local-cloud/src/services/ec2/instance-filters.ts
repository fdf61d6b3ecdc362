import type { LocalCloud } from '../../cloud.ts';
import type { InstanceRecord } from '../../store/records/ec2.ts';
import type { FilterTable } from './describe-filters.ts';
import { privateDnsName } from './host-name.ts';
import { publicAddressOf, renderState, shownStatus } from './render-instance.ts';
import { type AttachedVolume, volumesOf } from './volumes.ts';

/** A value that a terminated instance has lost. */
function unlessGone<T>(value: (instance: InstanceRecord) => T): (instance: InstanceRecord) => T | undefined {
  return (instance) => (instance.state === 'terminated' ? undefined : value(instance));
}

/** The filters of DescribeInstances. */
export const INSTANCE_FILTERS = (cloud: LocalCloud): FilterTable<InstanceRecord> => {
  const groupIds = unlessGone(({ securityGroupIds }) => securityGroupIds);
  const groupNames = unlessGone(({ securityGroupIds }) =>
    securityGroupIds.map((id) => cloud.tables.securityGroups.get(id)?.name),
  );
  const volume = (instance: InstanceRecord) =>
    instance.state === 'terminated' ? undefined : cloud.tables.volumes.get(instance.rootVolumeId);
  const volumes =
    (value: (volume: AttachedVolume) => string) =>
    (instance: InstanceRecord): readonly string[] =>
      instance.state === 'terminated' ? [] : volumesOf(cloud, instance.id).map(value);
  const vpcId = unlessGone((instance) => instance.vpcId);
  const subnetId = unlessGone((instance) => instance.subnetId);
  const privateIp = unlessGone((instance) => instance.privateIp);
  const dnsName = unlessGone((instance) => privateDnsName(instance.privateIp, cloud.region));
  const interfaceId = unlessGone((instance) => instance.networkInterfaceId);
  const sourceDestCheck = unlessGone((instance) => instance.sourceDestCheck);
  return {
    'instance-id': ({ id }) => id,
    'instance-state-name': ({ state }) => state,
    'instance-state-code': ({ state }) => renderState(state).Code,
    'instance-type': ({ instanceType }) => instanceType,
    'image-id': ({ imageId }) => imageId,
    'vpc-id': vpcId,
    'subnet-id': subnetId,
    'private-ip-address': privateIp,
    'ip-address': publicAddressOf,
    'dns-name': publicAddressOf,
    'private-dns-name': dnsName,
    'key-name': ({ keyName }) => keyName,
    'launch-time': ({ launchedAt }) => launchedAt,
    'launch-index': ({ launchIndex }) => launchIndex,
    'availability-zone': ({ zone }) => zone,
    'group-id': groupIds,
    'instance.group-id': groupIds,
    'group-name': groupNames,
    'instance.group-name': groupNames,
    'reservation-id': ({ reservationId }) => reservationId,
    'client-token': ({ clientToken }) => clientToken ?? '',
    'owner-id': () => cloud.accountId,
    'requester-id': () => undefined,
    reason: ({ stateTransitionReason }) => stateTransitionReason,
    'state-reason-code': ({ stateReason }) => stateReason?.code,
    'iam-instance-profile.arn': ({ instanceProfileArn }) => instanceProfileArn,
    'source-dest-check': sourceDestCheck,
    architecture: () => 'x86_64',
    hypervisor: () => 'xen',
    'virtualization-type': () => 'hvm',
    'root-device-type': () => 'ebs',
    'root-device-name': (instance) => volume(instance)?.attachment?.deviceName,
    tenancy: () => 'default',
    'monitoring-state': () => 'disabled',
    'instance-lifecycle': () => undefined,
    'metadata-options.http-tokens': ({ metadataTokens }) => metadataTokens,
    'metadata-options.http-endpoint': () => 'enabled',
    'block-device-mapping.volume-id': volumes(({ id }) => id),
    'block-device-mapping.device-name': volumes(({ attachment }) => attachment.deviceName),
    'block-device-mapping.status': volumes(({ attachment }) => shownStatus(attachment)),
    'block-device-mapping.attach-time': volumes(({ attachment }) => attachment.attachedAt.toISOString()),
    'block-device-mapping.delete-on-termination': volumes(({ attachment }) =>
      String(attachment.deleteOnTermination),
    ),
    'network-interface.network-interface-id': interfaceId,
    'network-interface.subnet-id': subnetId,
    'network-interface.vpc-id': vpcId,
    'network-interface.group-id': groupIds,
    'network-interface.group-name': groupNames,
    'network-interface.mac-address': unlessGone(({ macAddress }) => macAddress),
    'network-interface.addresses.private-ip-address': privateIp,
    'network-interface.addresses.primary': unlessGone(() => true),
    'network-interface.private-dns-name': dnsName,
    'network-interface.availability-zone': unlessGone(({ zone }) => zone),
    'network-interface.owner-id': unlessGone(() => cloud.accountId),
    'network-interface.status': unlessGone(() => 'in-use'),
    'network-interface.attachment.instance-id': unlessGone(({ id }) => id),
    'network-interface.source-dest-check': sourceDestCheck,
    'association.public-ip': publicAddressOf,
    'network-interface.association.public-ip': publicAddressOf,
  };
};
