import { ModifyVolumeCommand } from '@aws-sdk/client-ec2';
import type { VolumeModificationRecord } from '../../../store/records/volumes.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { renderModification } from '../render-volume.ts';
import { requireRecord, VOLUME } from '../resource-kinds.ts';
import { volumeShape } from '../volume-shape.ts';

/** EC2 ModifyVolume: a volume grows while it is in use; its file system is its owner's to grow afterwards. */
export const route: Route = on(ModifyVolumeCommand, (input, { cloud }) => {
  const volume = requireRecord(cloud, VOLUME, input.VolumeId ?? '');
  if (volume.state !== 'available' && volume.state !== 'in-use') {
    throw new AwsError('IncorrectState', `The volume '${volume.id}' is in the '${volume.state}' state.`);
  }
  if (volume.modification?.state === 'modifying') {
    throw new AwsError(
      'IncorrectModificationState',
      `Cannot modify volume ${volume.id} due to current state 'modifying'.`,
    );
  }
  if (input.Size !== undefined && input.Size < volume.sizeGiB) {
    throw new AwsError(
      'InvalidParameterValue',
      `New size cannot be smaller than existing size: ${input.Size} GiB is less than ${volume.sizeGiB} GiB.`,
    );
  }
  const wish = {
    sizeGiB: input.Size,
    volumeType: input.VolumeType,
    iops: input.Iops,
    throughput: input.Throughput,
  };
  const { sizeGiB, volumeType, iops, throughput, encrypted, kmsKeyId } = volume;
  const original = {
    sizeGiB,
    volumeType,
    encrypted,
    ...(iops === undefined ? {} : { iops }),
    ...(throughput === undefined ? {} : { throughput }),
    ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
  };
  const target = volumeShape(cloud, wish, original);
  refuseDryRun(input.DryRun);
  const modification: VolumeModificationRecord = {
    state: 'modifying',
    original,
    target,
    startedAt: cloud.now(),
  };
  cloud.tables.volumes.update(volume.id, { modification });
  cloud.poke();
  return { VolumeModification: renderModification(volume.id, modification) };
});
