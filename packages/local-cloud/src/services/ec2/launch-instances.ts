import type { LocalCloud } from '../../cloud.ts';
import type { InstanceRecord } from '../../store/records/ec2.ts';
import { createRecordIndex, type RecordIndex } from '../../store/record-index.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { newId } from '../ids.ts';
import { launchDevices } from './block-devices.ts';
import { checkUserData } from './check-user-data.ts';
import { requireInstanceType } from './instance-types.ts';
import { launchNetwork } from './launch-network.ts';
import type { Launch } from './launch.ts';
import { requireAvailableImage, requireInstanceProfile, requireKeyPair } from './require-launch-parts.ts';
import { createLaunchVolumes } from './volumes.ts';

export type { Launch } from './launch.ts';

/**
 * Records new `pending` instances with their volumes, as RunInstances does; the instances controller then
 * makes and boots their machines. A client token that was seen before answers with the instances it made then.
 */
export function launchInstances(cloud: LocalCloud, launch: Launch): readonly InstanceRecord[] {
  const before =
    launch.clientToken === undefined ? [] : cloud.tables.instances.view(byClientToken).of(launch.clientToken);
  if (before.length > 0) return requireSameLaunch(before, launch);

  const image = requireAvailableImage(cloud, launch.imageId);
  const instanceType = requireInstanceType(launch.instanceType);
  const network = launchNetwork(cloud, launch);
  const { subnet, securityGroupIds } = network;
  const profile = launch.instanceProfile && requireInstanceProfile(cloud, launch.instanceProfile);
  if (launch.keyName !== undefined) requireKeyPair(cloud, launch.keyName);
  if (launch.userData !== undefined) checkUserData(launch.userData);
  const devices = launchDevices(cloud, image, launch.blockDevices);

  const launchedAt = cloud.now();
  const reservationId = newId('r');
  const instances = network.take().map((networkInterface, launchIndex): InstanceRecord => {
    const id = newId('i');
    network.attach(networkInterface.id, id);
    const volume = createLaunchVolumes(cloud, id, devices, subnet.zone, launch.volumeTags ?? {});
    return cloud.tables.instances.put({
      id,
      reservationId,
      launchIndex,
      imageId: image.id,
      instanceType,
      state: 'pending',
      stateReason: { code: 'pending', message: 'pending' },
      stateTransitionReason: '',
      launchedAt,
      subnetId: subnet.id,
      vpcId: subnet.vpcId,
      zone: subnet.zone,
      privateIp: networkInterface.privateIp,
      networkInterfaceId: networkInterface.id,
      macAddress: networkInterface.macAddress,
      associatePublicIp: network.associatePublicIp,
      securityGroupIds,
      rootVolumeId: volume.id,
      shutdownBehavior: launch.shutdownBehavior ?? 'stop',
      apiTerminationProtected: launch.apiTerminationProtected ?? false,
      sourceDestCheck: networkInterface.sourceDestCheck,
      ebsOptimized: launch.ebsOptimized ?? false,
      metadataTokens: launch.metadataTokens ?? 'optional',
      tags: launch.tags,
      ...(launch.clientToken === undefined ? {} : { clientToken: launch.clientToken }),
      ...(launch.keyName === undefined ? {} : { keyName: launch.keyName }),
      ...(launch.userData === undefined ? {} : { userData: launch.userData }),
      ...(profile ? { instanceProfileArn: profile.arn } : {}),
      ...(launch.metadataTags ? { metadataTags: true } : {}),
      ...(launch.autoScalingGroupName === undefined
        ? {}
        : { autoScalingGroupName: launch.autoScalingGroupName }),
      ...(launch.launchTemplate ? { launchTemplate: launch.launchTemplate } : {}),
    });
  });
  cloud.poke();
  return instances;
}

function byClientToken(): RecordIndex<InstanceRecord> {
  return createRecordIndex(({ clientToken }) => clientToken);
}

function requireSameLaunch(before: readonly InstanceRecord[], launch: Launch): readonly InstanceRecord[] {
  const [first] = before;
  const same =
    first?.imageId === launch.imageId &&
    first.instanceType === launch.instanceType &&
    first.keyName === launch.keyName &&
    first.userData === launch.userData &&
    before.length === launch.count;
  if (same) return before;
  throw new AwsError(
    'IdempotentParameterMismatch',
    'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).',
  );
}
