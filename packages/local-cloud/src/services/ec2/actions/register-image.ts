import { RegisterImageCommand } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { newId } from '../../ids.ts';
import { launchDevices, readDeviceWishes } from '../block-devices.ts';
import { sameDevice } from '../device-name.ts';
import { refuseDryRun } from '../dry-run.ts';
import { requireImageName } from '../image-name.ts';
import { readTagSpecification } from '../read-tags.ts';
import { requireRecord, SNAPSHOT } from '../resource-kinds.ts';

/** EC2 RegisterImage: an image whose root is a snapshot of an instance's root volume, at once. */
export const route: Route = on(RegisterImageCommand, (input, { cloud }) => {
  const name = requireImageName(cloud, input.Name ?? '');
  const rootDeviceName = input.RootDeviceName ?? '/dev/xvda';
  const wishes = readDeviceWishes(input.BlockDeviceMappings) ?? [];
  const root = wishes.find(({ deviceName }) => sameDevice(deviceName, rootDeviceName));
  if (root?.snapshotId === undefined) {
    throw new AwsError(
      'InvalidBlockDeviceMapping',
      `The block device mapping must name a snapshot for the root device '${rootDeviceName}'.`,
    );
  }
  const snapshot = requireRecord(cloud, SNAPSHOT, root.snapshotId);
  if (snapshot.state !== 'completed') {
    throw new AwsError('IncorrectState', `Snapshot is in invalid state - ${snapshot.state}`);
  }
  if (snapshot.disk === undefined) {
    throw new AwsError(
      'UnsupportedOperation',
      `The snapshot '${snapshot.id}' is of a data volume: the local cloud starts instances from snapshots of root volumes only.`,
    );
  }
  const tags = readTagSpecification(input.TagSpecifications, 'image', ['image', 'snapshot']);
  const base = {
    deviceName: rootDeviceName,
    snapshotId: snapshot.id,
    sizeGiB: snapshot.sizeGiB,
    volumeType: 'gp3',
    deleteOnTermination: true,
    encrypted: snapshot.encrypted ?? false,
  };
  const { snapshotId: _, ...rootWish } = root;
  const others = wishes.filter((wish) => wish !== root);
  const image = { rootDeviceName, blockDevices: [base] };
  const blockDevices = launchDevices(cloud, image, [rootWish, ...others]);
  refuseDryRun(input.DryRun);

  const id = newId('ami');
  cloud.tables.images.put({
    id,
    name,
    ...(input.Description === undefined ? {} : { description: input.Description }),
    ownerId: cloud.accountId,
    public: false,
    launchPermissions: [],
    state: 'available',
    createdAt: cloud.now(),
    rootDeviceName,
    blockDevices,
    disk: snapshot.disk,
    tags,
  });
  return { ImageId: id };
});
