import { CreateSnapshotsCommand } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { newId } from '../../ids.ts';
import { refuseDryRun } from '../dry-run.ts';
import { readTagSpecification } from '../read-tags.ts';
import { renderSnapshot } from '../render-snapshot.ts';
import { INSTANCE, requireRecord } from '../resource-kinds.ts';
import { beginSnapshot, fixData, requireData } from '../snapshots.ts';
import { volumesOf } from '../volumes.ts';

/** EC2 CreateSnapshots: of the volumes of an instance, its data volumes as they are at one and the same moment. */
export const route: Route = on(CreateSnapshotsCommand, async (input, { cloud }) => {
  const specification = input.InstanceSpecification;
  const instance = requireRecord(cloud, INSTANCE, specification?.InstanceId ?? '');
  const attached = volumesOf(cloud, instance.id);
  const excluded = new Set(specification?.ExcludeDataVolumeIds);
  for (const id of excluded) {
    if (id !== instance.rootVolumeId && attached.some((volume) => volume.id === id)) continue;
    throw new AwsError(
      'InvalidParameterValue',
      `Value (${id}) for parameter ExcludeDataVolumeIds is invalid. It is no data volume of instance '${instance.id}'.`,
    );
  }
  const volumes = attached.filter(
    ({ id }) => !excluded.has(id) && !(specification?.ExcludeBootVolume && id === instance.rootVolumeId),
  );
  if (volumes.length === 0) {
    throw new AwsError(
      'InvalidParameterValue',
      `No volume of instance '${instance.id}' is left to snapshot.`,
    );
  }
  for (const volume of volumes) requireData(volume);
  const tags = readTagSpecification(input.TagSpecifications, 'snapshot');
  refuseDryRun(input.DryRun);
  const setId = newId('set');
  const snapshots = volumes.map((volume) =>
    beginSnapshot(cloud, volume, {
      description: input.Description ?? '',
      tags: input.CopyTagsFromSource === 'volume' ? { ...volume.tags, ...tags } : tags,
      setId,
    }),
  );
  await fixData(cloud, snapshots);
  return {
    Snapshots: snapshots.map((snapshot) => {
      const { VolumeSize, StorageTier: _, KmsKeyId: __, ...shown } = renderSnapshot(snapshot);
      return { ...shown, VolumeSize };
    }),
  };
});
