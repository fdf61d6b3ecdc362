import { DeleteSnapshotCommand } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { deleteSnapshot } from '../delete-snapshot.ts';
import { refuseDryRun } from '../dry-run.ts';
import { requireRecord, SNAPSHOT } from '../resource-kinds.ts';

/** EC2 DeleteSnapshot: refused while a registered image uses it. */
export const route: Route = on(DeleteSnapshotCommand, (input, { cloud }) => {
  const { id } = requireRecord(cloud, SNAPSHOT, input.SnapshotId ?? '');
  for (const image of cloud.tables.images.values()) {
    if (image.blockDevices.some(({ snapshotId }) => snapshotId === id)) {
      throw new AwsError('InvalidSnapshot.InUse', `The snapshot ${id} is currently in use by ${image.id}`);
    }
  }
  refuseDryRun(input.DryRun);
  deleteSnapshot(cloud, id);
  return {};
});
