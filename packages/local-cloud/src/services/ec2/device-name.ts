import { AwsError } from '../../wire/aws-error.ts';

const DEVICE_NAME = /^(?:\/dev\/)?(?:sd[a-z](?:[1-9]|1[0-5])?|xvd[a-z]{1,2})$/;

/** Refuses what is no device name for EBS volumes on Linux. */
export function readDeviceName(name: string): string {
  if (DEVICE_NAME.test(name)) return name;
  throw new AwsError(
    'InvalidParameterValue',
    `Value (${name}) for parameter device is invalid. ${name} is not a valid EBS device name.`,
  );
}

/** Whether two names are of the same device: `/dev/sdf`, `xvdf` and `/dev/xvdf` are. */
export function sameDevice(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

function plain(name: string): string {
  return name.replace(/^\/dev\//, '').replace(/^sd/, 'xvd');
}
