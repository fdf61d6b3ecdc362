import type { LocalCloud } from '../../cloud.ts';
import type { InstanceRecord, VolumeRecord } from '../../store/records/ec2.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { sameDevice } from './device-name.ts';
import { volumesOf } from './volumes.ts';

/** Refuses to attach a volume to an instance where EC2 does. */
export function requireAttachable(
  cloud: LocalCloud,
  volume: VolumeRecord,
  instance: InstanceRecord,
  deviceName: string,
): void {
  if (instance.state !== 'running' && instance.state !== 'stopped') {
    throw new AwsError('IncorrectState', `Instance '${instance.id}' is not 'running'.`);
  }
  if (volume.zone !== instance.zone) {
    throw new AwsError(
      'InvalidVolume.ZoneMismatch',
      `The volume '${volume.id}' is not in the same availability zone as instance '${instance.id}'`,
    );
  }
  if (volume.attachment) {
    throw new AwsError('VolumeInUse', `${volume.id} is already attached to an instance`);
  }
  if (volume.state !== 'available') {
    throw new AwsError(
      'IncorrectState',
      `The volume '${volume.id}' is not 'available': it is ${volume.state}.`,
    );
  }
  if (volume.block === undefined) {
    throw new AwsError(
      'UnsupportedOperation',
      `The volume '${volume.id}' was a root volume: the local cloud keeps its record, but not its data.`,
    );
  }
  const taken = volumesOf(cloud, instance.id).find(({ attachment }) =>
    sameDevice(attachment.deviceName, deviceName),
  );
  if (taken) {
    throw new AwsError(
      'InvalidParameterValue',
      `Invalid value '${deviceName}' for unixDevice. Attachment point ${deviceName} is already in use`,
    );
  }
}
