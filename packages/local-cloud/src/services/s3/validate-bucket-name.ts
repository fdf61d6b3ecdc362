import { AwsError } from '../../wire/aws-error.ts';

const NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const ADDRESS = /^\d+\.\d+\.\d+\.\d+$/;
const RESERVED = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/;

/** Refuses what S3's rules for general purpose buckets refuse: 3 to 63 of `[a-z0-9.-]`, no address, no reserved affix. */
export function validateBucketName(name: string): void {
  if (NAME.test(name) && !name.includes('..') && !ADDRESS.test(name) && !RESERVED.test(name)) return;
  throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.');
}
