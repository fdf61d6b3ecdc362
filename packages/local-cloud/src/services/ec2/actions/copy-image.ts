import { CopyImageCommand } from '@aws-sdk/client-ec2';
import { on, type Route } from '../../../wire/route.ts';
import { newId } from '../../ids.ts';
import { refuseDryRun } from '../dry-run.ts';
import { requireImageName } from '../image-name.ts';
import { readTagSpecification } from '../read-tags.ts';
import { requireAvailableImage } from '../require-launch-parts.ts';

/** EC2 CopyImage, within the cloud's one region: a second image and snapshots of the same data, at once. */
export const route: Route = on(CopyImageCommand, (input, { cloud }) => {
  const source = requireAvailableImage(cloud, input.SourceImageId ?? '');
  const name = requireImageName(cloud, input.Name ?? '');
  const tags = readTagSpecification(input.TagSpecifications, 'image', ['image', 'snapshot']);
  const snapshotTags = readTagSpecification(input.TagSpecifications, 'snapshot', ['image', 'snapshot']);
  refuseDryRun(input.DryRun);

  const id = newId('ami');
  const { sourceInstanceId: _, ownerAlias: __, ...copied } = source;
  cloud.tables.images.put({
    ...copied,
    id,
    name,
    ...(input.Description === undefined ? {} : { description: input.Description }),
    ownerId: cloud.accountId,
    public: false,
    launchPermissions: [],
    createdAt: cloud.now(),
    blockDevices: source.blockDevices.map((device) => {
      const isRoot = device.deviceName === source.rootDeviceName;
      const blocks = cloud.tables.snapshots.get(device.snapshotId ?? '')?.blocks;
      if (!isRoot && blocks === undefined) return device;
      const snapshot = cloud.tables.snapshots.put({
        id: newId('snap'),
        ...(blocks === undefined ? { disk: source.disk } : { blocks }),
        description: `Copied for DestinationAmi ${id} from SourceAmi ${source.id}`,
        state: 'completed',
        ownerId: cloud.accountId,
        sizeGiB: device.sizeGiB,
        encrypted: device.encrypted,
        startedAt: cloud.now(),
        completedAt: cloud.now(),
        tags: snapshotTags,
      });
      return { ...device, snapshotId: snapshot.id };
    }),
    tags: input.CopyImageTags ? { ...source.tags, ...tags } : tags,
  });
  return { ImageId: id };
});
