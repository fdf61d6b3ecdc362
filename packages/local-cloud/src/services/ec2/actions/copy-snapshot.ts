import { CopySnapshotCommand } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { newId } from '../../ids.ts';
import { refuseDryRun } from '../dry-run.ts';
import { readTagSpecification, renderTags } from '../read-tags.ts';
import { requireRecord, SNAPSHOT } from '../resource-kinds.ts';
import { volumeShape } from '../volume-shape.ts';

/** EC2 CopySnapshot, within the cloud's one region: a second snapshot of the same data, at once. */
export const route: Route = on(CopySnapshotCommand, (input, { cloud }) => {
  const source = requireRecord(cloud, SNAPSHOT, input.SourceSnapshotId ?? '');
  if (source.state !== 'completed') {
    throw new AwsError('IncorrectState', `Snapshot is in invalid state - ${source.state}`);
  }
  const tags = readTagSpecification(input.TagSpecifications, 'snapshot');
  const wish = { encrypted: input.Encrypted, kmsKeyId: input.KmsKeyId };
  const { encrypted, kmsKeyId } = volumeShape(cloud, wish, { ...source, volumeType: 'gp3' });
  refuseDryRun(input.DryRun);
  const { instanceId: _, setId: __, kmsKeyId: ___, volumeId: ____, ...copied } = source;
  const copy = cloud.tables.snapshots.put({
    ...copied,
    id: newId('snap'),
    description: input.Description ?? `Copied ${source.id} from ${input.SourceRegion ?? cloud.region}`,
    ownerId: cloud.accountId,
    encrypted,
    ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
    startedAt: cloud.now(),
    completedAt: cloud.now(),
    tags,
  });
  return { SnapshotId: copy.id, Tags: renderTags(tags) };
});
