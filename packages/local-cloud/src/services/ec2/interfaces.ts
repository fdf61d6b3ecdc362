import type { LocalCloud } from '../../cloud.ts';
import type { InstanceRecord, NetworkInterfaceRecord, SubnetRecord } from '../../store/records/ec2.ts';
import { newId } from '../ids.ts';
import { createAddressPool, macAddressOf } from './addresses.ts';

/** What a new network interface is to be like. */
export type InterfaceWishes = Pick<NetworkInterfaceRecord, 'securityGroupIds'> &
  Partial<Pick<NetworkInterfaceRecord, 'description' | 'loadBalancerArn' | 'clientToken' | 'tags'>> & {
    readonly privateIp?: string | undefined;
  };

/** Records new network interfaces of a subnet, attached to nothing; throws AWS's errors when no address is free. */
export function createInterfaces(
  cloud: LocalCloud,
  subnet: SubnetRecord,
  count: number,
  wishes: InterfaceWishes,
): readonly NetworkInterfaceRecord[] {
  const { privateIp: wanted, ...rest } = wishes;
  return createAddressPool(cloud, subnet)
    .take(count, wanted)
    .map((privateIp) =>
      cloud.tables.networkInterfaces.put({
        description: '',
        tags: {},
        ...rest,
        id: newId('eni'),
        subnetId: subnet.id,
        vpcId: subnet.vpcId,
        zone: subnet.zone,
        privateIp,
        macAddress: macAddressOf(privateIp),
        sourceDestCheck: true,
        createdAt: cloud.now(),
      }),
    );
}

/** Records that an interface is an instance's first, from now until the instance is terminated. */
export function attachInterface(
  cloud: LocalCloud,
  id: string,
  instanceId: string,
  deleteOnTermination: boolean,
): void {
  const attachedAt = cloud.now();
  cloud.tables.networkInterfaces.update(id, {
    attachment: { id: newId('eni-attach'), instanceId, deleteOnTermination, attachedAt },
  });
}

/** Ends the attachment of an interface whose instance has no machine any more: it goes with it, or is free again. */
export function releaseInterface(
  cloud: LocalCloud,
  { id, attachment, ...rest }: NetworkInterfaceRecord,
): void {
  if (attachment?.deleteOnTermination) cloud.tables.networkInterfaces.delete(id);
  else cloud.tables.networkInterfaces.put({ id, ...rest });
}

/**
 * Makes instances and interfaces agree after a daemon died between two of their records. Instances of a cloud that
 * had no records of interfaces get theirs; an interface whose instance is gone is released; what the two say of
 * groups is what the interface says.
 */
export function reconcileInterfaces(cloud: LocalCloud): void {
  const { instances, networkInterfaces } = cloud.tables;
  for (const instance of instances.values()) {
    if (instance.state === 'terminated') continue;
    const { id, securityGroupIds, sourceDestCheck } = instance;
    const found = networkInterfaces.get(instance.networkInterfaceId);
    if (!found) networkInterfaces.put(firstInterfaceOf(instance));
    else if (found.securityGroupIds !== securityGroupIds || found.sourceDestCheck !== sourceDestCheck) {
      instances.update(id, {
        securityGroupIds: found.securityGroupIds,
        sourceDestCheck: found.sourceDestCheck,
      });
    }
  }
  for (const record of networkInterfaces.values()) {
    const { loadBalancerArn } = record;
    if (loadBalancerArn !== undefined && !cloud.tables.loadBalancers.get(loadBalancerArn)) {
      networkInterfaces.delete(record.id);
    }
    if (!record.attachment) continue;
    const instance = instances.get(record.attachment.instanceId);
    if (!instance || instance.state === 'terminated') releaseInterface(cloud, record);
  }
}

/** The interface that an instance was made with. */
export function firstInterfaceOf(instance: InstanceRecord): NetworkInterfaceRecord {
  const { networkInterfaceId: id, subnetId, vpcId, zone, privateIp, macAddress, launchedAt } = instance;
  return {
    id,
    subnetId,
    vpcId,
    zone,
    privateIp,
    macAddress,
    description: '',
    securityGroupIds: instance.securityGroupIds,
    sourceDestCheck: instance.sourceDestCheck,
    createdAt: launchedAt,
    attachment: {
      id: `eni-attach-${id.slice('eni-'.length)}`,
      instanceId: instance.id,
      deleteOnTermination: true,
      attachedAt: launchedAt,
    },
    tags: {},
  };
}
