import { CreateVolumeCommand } from '@aws-sdk/client-ec2';
import type { LocalCloud } from '../../../cloud.ts';
import { createRecordIndex, type RecordIndex } from '../../../store/record-index.ts';
import type { VolumeRecord } from '../../../store/records/ec2.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { newId } from '../../ids.ts';
import { requireBlockSnapshot } from '../block-devices.ts';
import { refuseDryRun } from '../dry-run.ts';
import { readTagSpecification } from '../read-tags.ts';
import { renderVolume } from '../render-volume.ts';
import { requireSameRequest } from '../same-request.ts';
import { volumeShape } from '../volume-shape.ts';

/** EC2 CreateVolume: empty, or with a snapshot's data; `creating` until the volumes controller has made it. */
export const route: Route = on(CreateVolumeCommand, (input, { cloud }) => {
  const zone = requireZone(cloud, input.AvailabilityZone, input.AvailabilityZoneId);
  const { SnapshotId: snapshotId, ClientToken: clientToken } = input;
  const snapshot = snapshotId === undefined ? undefined : requireBlockSnapshot(cloud, snapshotId);
  const sizeGiB = input.Size ?? snapshot?.sizeGiB;
  if (sizeGiB === undefined) {
    throw new AwsError('MissingParameter', 'The request must contain the parameter size or snapshotId');
  }
  if (snapshot && sizeGiB < snapshot.sizeGiB) {
    throw new AwsError(
      'InvalidParameterValue',
      `The size of a volume can not be smaller than the size of its snapshot: ${sizeGiB} GiB is less than ${snapshot.sizeGiB} GiB.`,
    );
  }
  if (input.MultiAttachEnabled) {
    throw new AwsError('UnsupportedOperation', 'The local cloud attaches a volume to one instance only.');
  }
  const wish = {
    sizeGiB,
    volumeType: input.VolumeType,
    iops: input.Iops,
    throughput: input.Throughput,
    encrypted: input.Encrypted,
    kmsKeyId: input.KmsKeyId,
  };
  const { encrypted = false, kmsKeyId } = snapshot ?? {};
  const key = kmsKeyId === undefined ? {} : { kmsKeyId };
  const shape = volumeShape(cloud, wish, { sizeGiB, encrypted, ...key });
  const tags = readTagSpecification(input.TagSpecifications, 'volume');
  refuseDryRun(input.DryRun);

  const [before] = clientToken === undefined ? [] : cloud.tables.volumes.view(byClientToken).of(clientToken);
  if (before) {
    requireSameRequest(
      before.zone === zone && before.snapshotId === snapshotId && before.volumeType === shape.volumeType,
    );
    return renderVolume(before);
  }
  const volume = cloud.tables.volumes.put({
    ...shape,
    id: newId('vol'),
    zone,
    state: 'creating',
    ...(snapshotId === undefined ? {} : { snapshotId }),
    ...(clientToken === undefined ? {} : { clientToken }),
    createdAt: cloud.now(),
    block: true,
    tags,
  });
  cloud.poke();
  return renderVolume(volume);
});

function requireZone(cloud: LocalCloud, zone: string | undefined, zoneId: string | undefined): string {
  if (zone === undefined && zoneId === undefined) {
    throw new AwsError('MissingParameter', 'The request must contain the parameter AvailabilityZone');
  }
  for (const subnet of cloud.tables.subnets.values()) {
    if (subnet.defaultForZone && (subnet.zone === zone || subnet.zoneId === zoneId)) return subnet.zone;
  }
  throw new AwsError('InvalidZone.NotFound', `The zone '${zone ?? zoneId}' does not exist.`);
}

function byClientToken(): RecordIndex<VolumeRecord> {
  return createRecordIndex(({ clientToken }) => clientToken);
}
