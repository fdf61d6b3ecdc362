import { AwsError } from '../../wire/aws-error.ts';

const LIMIT_BYTES = 16_384;

/** Refuses user data that is no base64 or longer than EC2's 16 KiB. */
export function checkUserData(userData: string): void {
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(userData)) {
    throw new AwsError('InvalidParameterValue', 'Invalid BASE64 encoding of user data');
  }
  if (Buffer.byteLength(userData, 'base64') > LIMIT_BYTES) {
    throw new AwsError('InvalidParameterValue', `User data is limited to ${LIMIT_BYTES} bytes`);
  }
}
