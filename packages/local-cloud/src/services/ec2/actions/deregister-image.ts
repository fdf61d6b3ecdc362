import { DeregisterImageCommand } from '@aws-sdk/client-ec2';
import { on, type Route } from '../../../wire/route.ts';
import { deleteSnapshot } from '../delete-snapshot.ts';
import { refuseDryRun } from '../dry-run.ts';
import { requireOwnImage } from '../own-image.ts';

/** EC2 DeregisterImage. Its snapshot, and so its disk, stays unless it is to be deleted too. */
export const route: Route = on(DeregisterImageCommand, (input, { cloud }) => {
  const image = requireOwnImage(cloud, input.ImageId ?? '');
  refuseDryRun(input.DryRun);
  cloud.tables.images.delete(image.id);
  const snapshotIds = image.blockDevices.flatMap(({ snapshotId }) => snapshotId ?? []);
  if (input.DeleteAssociatedSnapshots) for (const id of snapshotIds) deleteSnapshot(cloud, id);
  cloud.poke();
  return {
    Return: true,
    DeleteSnapshotResults: input.DeleteAssociatedSnapshots
      ? snapshotIds.map((SnapshotId) => ({ SnapshotId, ReturnCode: 'success' as const }))
      : [],
  };
});
