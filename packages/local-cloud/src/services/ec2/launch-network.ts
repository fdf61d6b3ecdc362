import type { LocalCloud } from '../../cloud.ts';
import type { NetworkInterfaceRecord, SubnetRecord } from '../../store/records/ec2.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { createAddressPool } from './addresses.ts';
import { attachInterface, createInterfaces } from './interfaces.ts';
import type { Launch } from './launch.ts';
import { requireLaunchGroups, requireLaunchSubnet } from './require-launch-parts.ts';
import { NETWORK_INTERFACE, requireRecord, SUBNET } from './resource-kinds.ts';

/** Where the instances of a launch go, checked; nothing is recorded yet. */
export interface LaunchNetwork {
  readonly subnet: SubnetRecord;
  readonly securityGroupIds: readonly string[];
  readonly associatePublicIp: boolean;
  /** Records the interfaces of the launch that are new, and answers one for each instance. */
  take(): readonly NetworkInterfaceRecord[];
  /** Records that the interface is the instance's. */
  attach(id: string, instanceId: string): void;
}

/** Reads what a launch says of networks: an interface that is there, or new ones in a subnet. */
export function launchNetwork(cloud: LocalCloud, launch: Launch): LaunchNetwork {
  if (launch.networkInterfaceId !== undefined) return onInterface(cloud, launch, launch.networkInterfaceId);
  const subnet = requireLaunchSubnet(cloud, launch);
  const securityGroupIds = requireLaunchGroups(cloud, launch, subnet.vpcId);
  // Asked before anything is recorded, so that a launch that cannot be leaves nothing.
  createAddressPool(cloud, subnet).take(launch.count, launch.privateIp);
  const deleteOnTermination = launch.deleteInterfaceOnTermination ?? true;
  return {
    subnet,
    securityGroupIds,
    associatePublicIp: launch.associatePublicIp ?? subnet.mapPublicIp,
    take: () =>
      createInterfaces(cloud, subnet, launch.count, {
        securityGroupIds,
        privateIp: launch.privateIp,
        description: launch.interfaceDescription ?? '',
        tags: launch.interfaceTags ?? {},
      }),
    attach: (id, instanceId) => attachInterface(cloud, id, instanceId, deleteOnTermination),
  };
}

function onInterface(cloud: LocalCloud, launch: Launch, id: string): LaunchNetwork {
  const record = requireRecord(cloud, NETWORK_INTERFACE, id);
  if (record.attachment || record.loadBalancerArn !== undefined) {
    throw new AwsError('InvalidNetworkInterface.InUse', `Interface: [${id}] in use.`);
  }
  if (launch.count !== 1) {
    throw new AwsError(
      'InvalidParameterCombination',
      `The network interface '${id}' can be attached to one instance only: set MinCount and MaxCount to 1.`,
    );
  }
  if (launch.securityGroupIds?.length || launch.securityGroupNames?.length) {
    throw new AwsError(
      'InvalidParameterCombination',
      'Network interfaces and an instance-level security groups may not be specified on the same request',
    );
  }
  if (launch.zone !== undefined && launch.zone !== record.zone) {
    throw new AwsError(
      'InvalidParameterCombination',
      `The availability zone '${launch.zone}' is not the one of network interface '${id}', which is in '${record.zone}'`,
    );
  }
  const subnet = requireRecord(cloud, SUBNET, record.subnetId);
  return {
    subnet,
    securityGroupIds: record.securityGroupIds,
    // As on EC2: only interfaces made by the launch get a public address with it.
    associatePublicIp: false,
    take: () => [record],
    attach: (_, instanceId) =>
      attachInterface(cloud, id, instanceId, launch.deleteInterfaceOnTermination ?? false),
  };
}
