import { CreateSnapshotCommand } from '@aws-sdk/client-ec2';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { readTagSpecification } from '../read-tags.ts';
import { renderSnapshot } from '../render-snapshot.ts';
import { requireRecord, VOLUME } from '../resource-kinds.ts';
import { beginSnapshot, fixData, requireData } from '../snapshots.ts';

/** EC2 CreateSnapshot: of the volume's data as they are now; `pending` a moment longer. */
export const route: Route = on(CreateSnapshotCommand, async (input, { cloud }) => {
  const volume = requireRecord(cloud, VOLUME, input.VolumeId ?? '');
  requireData(volume);
  const tags = readTagSpecification(input.TagSpecifications, 'snapshot');
  refuseDryRun(input.DryRun);
  const wish = { description: input.Description ?? '', tags };
  const snapshot = beginSnapshot(cloud, volume, wish);
  await fixData(cloud, [snapshot]);
  return renderSnapshot(snapshot);
});
