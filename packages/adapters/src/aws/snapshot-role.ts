import { GetRoleCommand } from '@aws-sdk/client-iam';
import { CloudError, ImagoError } from '@imago/engine';
import type { AwsClients } from './clients.ts';

/** What AWS itself calls the role with which Data Lifecycle Manager makes snapshots. */
const defaultRole = 'AWSDataLifecycleManagerDefaultRole';

/**
 * ARN of the role with which snapshots are made. It is asked for by name, because the default role's path depends on
 * whether the console or the AWS CLI made it.
 */
export async function findSnapshotRole(aws: AwsClients, role: string = defaultRole): Promise<string> {
  if (role.startsWith('arn:')) return role;
  try {
    const { Role } = await aws.iam.send(new GetRoleCommand({ RoleName: role }));
    return Role?.Arn ?? '';
  } catch (error) {
    if (error instanceof CloudError && error.kind === 'not-found') throw noRole(role, error);
    throw error;
  }
}

const noRole = (role: string, cause: CloudError): ImagoError =>
  new ImagoError({
    code: 'no-snapshot-role',
    source: 'user',
    message: `there is no IAM role ${role}, with which Data Lifecycle Manager would make the snapshots on a schedule`,
    fix:
      role === defaultRole
        ? "run 'aws dlm create-default-role --resource-type snapshot' once, or name another role in snapshots.role"
        : 'make that role, trusted by dlm.amazonaws.com, or name another one in snapshots.role',
    cause,
  });
