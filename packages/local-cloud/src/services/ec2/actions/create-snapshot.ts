import { CreateSnapshotCommand } from '@aws-sdk/client-ec2';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { readTagSpecification } from '../read-tags.ts';
import { renderSnapshot } from '../render-snapshot.ts';
import { requireRecord, VOLUME } from '../resource-kinds.ts';
import { beginSnapshot, requireData } from '../snapshots.ts';

/** EC2 CreateSnapshot: `pending` until the volume's data are copied as they are at one moment. */
export const route: Route = on(CreateSnapshotCommand, (input, { cloud }) => {
  const volume = requireRecord(cloud, VOLUME, input.VolumeId ?? '');
  requireData(volume);
  const tags = readTagSpecification(input.TagSpecifications, 'snapshot');
  refuseDryRun(input.DryRun);
  const wish = { description: input.Description ?? '', tags };
  return renderSnapshot(beginSnapshot(cloud, volume, wish));
});
