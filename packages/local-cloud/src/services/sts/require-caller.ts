import type { AccessKeyRecord } from '../../store/records/iam.ts';
import { AwsError } from '../../wire/aws-error.ts';
import type { Context } from '../../wire/route.ts';

/** The key that signed the request. */
export function requireCaller({ cloud, accessKeyId }: Context): AccessKeyRecord {
  const key = cloud.tables.accessKeys.get(accessKeyId ?? '');
  if (key) return key;
  throw new AwsError('InvalidClientTokenId', 'The security token included in the request is invalid.', 403);
}
