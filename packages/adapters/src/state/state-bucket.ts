import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { AwsClients } from '../aws/clients.ts';

/**
 * Name of an account's state bucket in a region: bucket names are shared by all accounts, so that another one may be
 * named in `IMAGO_STATE_BUCKET`.
 */
export async function stateBucketName(
  aws: Pick<AwsClients, 'sts' | 'region'>,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string> {
  const named = env['IMAGO_STATE_BUCKET'];
  if (named !== undefined && named !== '') return named;
  const { Account } = await aws.sts.send(new GetCallerIdentityCommand({}));
  return `imago-state-${Account ?? 'unknown'}-${aws.region}`;
}
