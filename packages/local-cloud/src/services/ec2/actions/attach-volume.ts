import { AttachVolumeCommand } from '@aws-sdk/client-ec2';
import type { AttachmentRecord } from '../../../store/records/ec2.ts';
import { on, type Route } from '../../../wire/route.ts';
import { requireAttachable } from '../attach-volume.ts';
import { readDeviceName } from '../device-name.ts';
import { refuseDryRun } from '../dry-run.ts';
import { renderAttachment } from '../render-volume.ts';
import { INSTANCE, requireRecord, VOLUME } from '../resource-kinds.ts';

/** EC2 AttachVolume: `attaching` until the volumes controller has put it into the instance's machine. */
export const route: Route = on(AttachVolumeCommand, (input, { cloud }) => {
  const volume = requireRecord(cloud, VOLUME, input.VolumeId ?? '');
  const instance = requireRecord(cloud, INSTANCE, input.InstanceId ?? '');
  const deviceName = readDeviceName(input.Device ?? '');
  requireAttachable(cloud, volume, instance, deviceName);
  refuseDryRun(input.DryRun);
  const attachment: AttachmentRecord = {
    instanceId: instance.id,
    deviceName,
    deleteOnTermination: false,
    attachedAt: cloud.now(),
    state: 'attaching',
  };
  cloud.tables.volumes.update(volume.id, { state: 'in-use', attachment });
  cloud.poke();
  return renderAttachment(volume.id, attachment);
});
