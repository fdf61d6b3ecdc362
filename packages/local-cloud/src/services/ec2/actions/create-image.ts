import { CreateImageCommand } from '@aws-sdk/client-ec2';
import { on, type Route } from '../../../wire/route.ts';
import { newId } from '../../ids.ts';
import { readDeviceWishes } from '../block-devices.ts';
import { refuseDryRun } from '../dry-run.ts';
import { imageDevices } from '../image-devices.ts';
import { requireImageName } from '../image-name.ts';
import { readTagSpecification } from '../read-tags.ts';
import { INSTANCE, requireRecord } from '../resource-kinds.ts';
import { beginSnapshot } from '../snapshots.ts';
import { requireStates } from '../state-changes.ts';

/**
 * EC2 CreateImage: the image and its snapshots are pending until the instance's machine is frozen and its other
 * volumes are copied. A running instance is restarted for it, unless `NoReboot` says otherwise.
 */
export const route: Route = on(CreateImageCommand, (input, { cloud }) => {
  const instance = requireRecord(cloud, INSTANCE, input.InstanceId ?? '');
  requireStates([instance], ['pending', 'running', 'stopping', 'stopped'], 'imaged');
  const name = requireImageName(cloud, input.Name ?? '');
  const tags = readTagSpecification(input.TagSpecifications, 'image', ['image', 'snapshot']);
  const snapshotTags = readTagSpecification(input.TagSpecifications, 'snapshot', ['image', 'snapshot']);
  const devices = imageDevices(cloud, instance, readDeviceWishes(input.BlockDeviceMappings));
  refuseDryRun(input.DryRun);

  const id = newId('ami');
  const now = cloud.now();
  const description = `Created by CreateImage(${instance.id}) for ${id}`;
  const blockDevices = devices.map(({ volume, device }) => {
    if (!volume) return device;
    const wish = { description, tags: snapshotTags, imageId: id };
    return { ...device, snapshotId: beginSnapshot(cloud, volume, wish).id };
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
    rootDeviceName: devices[0].device.deviceName,
    blockDevices,
    disk: id,
    tags,
  });
  cloud.poke();
  return { ImageId: id };
});
