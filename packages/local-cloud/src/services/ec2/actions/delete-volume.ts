import { DeleteVolumeCommand } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { requireRecord, VOLUME } from '../resource-kinds.ts';

/** EC2 DeleteVolume: refused while it is attached or being made; `deleting` until its data are gone. */
export const route: Route = on(DeleteVolumeCommand, (input, { cloud }) => {
  const volume = requireRecord(cloud, VOLUME, input.VolumeId ?? '');
  if (volume.attachment) {
    throw new AwsError(
      'VolumeInUse',
      `Volume ${volume.id} is currently attached to ${volume.attachment.instanceId}`,
    );
  }
  if (volume.state === 'creating') {
    throw new AwsError('IncorrectState', `The volume '${volume.id}' is in the 'creating' state.`);
  }
  refuseDryRun(input.DryRun);
  cloud.tables.volumes.update(volume.id, { state: 'deleting' });
  cloud.poke();
  return {};
});
