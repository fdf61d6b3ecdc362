import { AwsError } from '../../wire/aws-error.ts';

/** S3 counts a key's bytes, not its characters. */
const LONGEST_KEY = 1024;

/** Refuses keys that S3 refuses. */
export function validateKey(key: string | undefined): string {
  if (!key) throw new AwsError('InvalidRequest', 'The object key must not be empty.');
  if (Buffer.byteLength(key) > LONGEST_KEY) throw new AwsError('KeyTooLongError', 'Your key is too long');
  return key;
}
