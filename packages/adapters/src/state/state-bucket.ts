import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { AwsClients } from '../aws/clients.ts';

/** Name of an account's state bucket in a region: bucket names are shared by all accounts. */
export async function stateBucketName(aws: AwsClients): Promise<string> {
  const { Account } = await aws.sts.send(new GetCallerIdentityCommand({}));
  return `imago-state-${Account ?? 'unknown'}-${aws.region}`;
}
