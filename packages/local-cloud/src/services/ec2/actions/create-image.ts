import { CreateImageCommand } from '@aws-sdk/client-ec2';
import { on, type Route } from '../../../wire/route.ts';
import { newId } from '../../ids.ts';
import { refuseDryRun } from '../dry-run.ts';
import { requireImageName } from '../image-name.ts';
import { readTagSpecification } from '../read-tags.ts';
import { INSTANCE, requireRecord } from '../resource-kinds.ts';
import { rootDeviceOfInstance } from '../root-volume.ts';
import { requireStates } from '../state-changes.ts';

/**
 * EC2 CreateImage: the image and its snapshot are pending until the instance's machine is frozen. A running
 * instance is restarted for it, unless `NoReboot` says otherwise.
 */
export const route: Route = on(CreateImageCommand, (input, { cloud }) => {
  const instance = requireRecord(cloud, INSTANCE, input.InstanceId ?? '');
  requireStates([instance], ['pending', 'running', 'stopping', 'stopped'], 'imaged');
  const name = requireImageName(cloud, input.Name ?? '');
  const tags = readTagSpecification(input.TagSpecifications, 'image', ['image', 'snapshot']);
  const snapshotTags = readTagSpecification(input.TagSpecifications, 'snapshot', ['image', 'snapshot']);
  const device = rootDeviceOfInstance(cloud, instance, input.BlockDeviceMappings);
  refuseDryRun(input.DryRun);

  const id = newId('ami');
  const now = cloud.now();
  const snapshot = cloud.tables.snapshots.put({
    id: newId('snap'),
    volumeId: instance.rootVolumeId,
    disk: id,
    description: `Created by CreateImage(${instance.id}) for ${id}`,
    state: 'pending',
    ownerId: cloud.accountId,
    sizeGiB: device.sizeGiB,
    startedAt: now,
    tags: snapshotTags,
  });
  cloud.tables.images.put({
    id,
    name,
    ...(input.Description === undefined ? {} : { description: input.Description }),
    ownerId: cloud.accountId,
    public: false,
    launchPermissions: [],
    state: 'pending',
    createdAt: now,
    sourceInstanceId: instance.id,
    ...(input.NoReboot ? { noReboot: true } : {}),
    rootDeviceName: device.deviceName,
    blockDevices: [{ ...device, snapshotId: snapshot.id }],
    disk: id,
    tags,
  });
  cloud.poke();
  return { ImageId: id };
});
