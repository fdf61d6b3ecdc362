import { CreateImageCommand, CreateTagsCommand, DescribeImagesCommand } from '@aws-sdk/client-ec2';
import type { EC2Client } from '@aws-sdk/client-ec2';
import { CloudError } from '@imago/engine';
import type { ImageCloud } from '@imago/engine';
import { toTags, toTagSpecification } from './image-cloud-facts.ts';

type ImageSpec = Parameters<ImageCloud['createImage']>[0];

/** CreateImage with image and snapshots tagged at once, so that nothing without an owner can be left behind. */
export async function createTaggedImage(
  ec2: EC2Client,
  spec: ImageSpec,
  abortSignal: AbortSignal,
): Promise<string> {
  const ofImage = toTagSpecification('image', spec.tags);
  const ofSnapshots = toTagSpecification('snapshot', spec.snapshotTags);
  const input = {
    InstanceId: spec.instanceId,
    Name: spec.name,
    ...(spec.description === undefined ? {} : { Description: spec.description }),
  };
  try {
    const command = new CreateImageCommand({ ...input, TagSpecifications: [...ofImage, ...ofSnapshots] });
    return (await ec2.send(command, { abortSignal })).ImageId ?? '';
  } catch (error) {
    if (!isSnapshotTagsRefused(error)) throw error;
  }
  const command = new CreateImageCommand({ ...input, TagSpecifications: ofImage });
  const ImageId = (await ec2.send(command, { abortSignal })).ImageId ?? '';
  const { Images } = await ec2.send(new DescribeImagesCommand({ ImageIds: [ImageId] }), { abortSignal });
  const snapshots = (Images?.[0]?.BlockDeviceMappings ?? []).flatMap(({ Ebs }) => Ebs?.SnapshotId ?? []);
  if (snapshots.length > 0) {
    await ec2.send(new CreateTagsCommand({ Resources: snapshots, Tags: toTags(spec.snapshotTags) }), {
      abortSignal,
    });
  }
  return ImageId;
}

/** moto answers a snapshot's tags with a page of HTML, which the SDK cannot read. */
function isSnapshotTagsRefused(error: unknown): boolean {
  return error instanceof CloudError && /Deserialization error/.test(error.message);
}
