import { DetachVolumeCommand } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { renderAttachment } from '../render-volume.ts';
import { INSTANCE, requireRecord, VOLUME } from '../resource-kinds.ts';

/**
 * EC2 DetachVolume: `detaching` until the instance has let go of it, and `busy` as long as it has it mounted. Asked
 * for again with `Force`, the volume is taken from the instance as it is.
 */
export const route: Route = on(DetachVolumeCommand, (input, { cloud }) => {
  const volume = requireRecord(cloud, VOLUME, input.VolumeId ?? '');
  const { attachment } = volume;
  if (!attachment) {
    throw new AwsError('IncorrectState', `Volume '${volume.id}' is in the '${volume.state}' state.`);
  }
  const { InstanceId: asked, Device: device } = input;
  if (asked !== undefined) requireRecord(cloud, INSTANCE, asked);
  const elsewhere = asked !== undefined && asked !== attachment.instanceId;
  if (elsewhere || (device !== undefined && device !== attachment.deviceName)) {
    throw new AwsError(
      'InvalidAttachment.NotFound',
      `The volume '${volume.id}' is not attached to instance '${asked ?? attachment.instanceId}' as device '${device ?? attachment.deviceName}'.`,
    );
  }
  if (volume.block === undefined) {
    throw new AwsError(
      'OperationNotPermitted',
      `Unable to detach root volume '${attachment.deviceName}' from instance '${attachment.instanceId}'`,
    );
  }
  refuseDryRun(input.DryRun);
  const detaching = {
    ...attachment,
    state: attachment.state === 'busy' ? ('busy' as const) : ('detaching' as const),
    ...(input.Force ? { forced: true } : {}),
  };
  cloud.tables.volumes.update(volume.id, { attachment: detaching });
  cloud.poke();
  return renderAttachment(volume.id, detaching);
});
