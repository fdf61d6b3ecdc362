import type { Image, Instance, ResourceType, Tag, TagSpecification } from '@aws-sdk/client-ec2';
import type { ImageFacts, InstanceFacts, Tags } from '@imago/engine';

/** An instance as the engine sees it. */
export function readInstance(instance: Instance): InstanceFacts {
  const { PublicIpAddress: publicIp, PrivateIpAddress: privateIp } = instance;
  const stateReason = instance.StateReason?.Message;
  return {
    id: instance.InstanceId ?? '',
    state: instance.State?.Name ?? 'pending',
    ...(stateReason === undefined || stateReason === '' ? {} : { stateReason }),
    ...(publicIp === undefined || publicIp === '' ? {} : { publicIp }),
    ...(privateIp === undefined || privateIp === '' ? {} : { privateIp }),
  };
}

/** An image as the engine sees it. */
export function readImage(image: Image): ImageFacts {
  const stateReason = image.StateReason?.Message;
  return {
    id: image.ImageId ?? '',
    name: image.Name ?? '',
    state: readImageState(image.State),
    ...(stateReason === undefined || stateReason === '' ? {} : { stateReason }),
    createdAt: image.CreationDate ?? '',
    tags: fromTags(image.Tags),
    snapshotIds: (image.BlockDeviceMappings ?? []).flatMap(({ Ebs }) => Ebs?.SnapshotId ?? []),
    ...(image.RootDeviceName === undefined ? {} : { rootDeviceName: image.RootDeviceName }),
  };
}

function readImageState(state: Image['State']): ImageFacts['state'] {
  if (state === 'available' || state === 'pending') return state;
  if (state === 'failed' || state === 'error' || state === 'invalid') return 'failed';
  return state === undefined || state === 'transient' ? 'pending' : 'gone';
}

/** The engine's tags as EC2's. */
export function toTags(tags: Tags): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** EC2's tags as the engine's. */
export function fromTags(tags: readonly Tag[] | undefined): Tags {
  return Object.fromEntries((tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
}

/** Tags at creation; none at all where there are none, because EC2 refuses an empty list. */
export function toTagSpecification(type: ResourceType, tags: Tags): TagSpecification[] {
  const Tags = toTags(tags);
  return Tags.length === 0 ? [] : [{ ResourceType: type, Tags }];
}
