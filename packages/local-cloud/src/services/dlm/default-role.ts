import type { LocalCloud } from '../../cloud.ts';
import { newEntityId } from '../iam/entity-ids.ts';

const NAME = 'AWSDataLifecycleManagerDefaultRole';

/**
 * The role that `aws dlm create-default-role` makes, as it makes it: most accounts have it after a day, and here snapshots
 * on a schedule are to be had from the start.
 * https://docs.aws.amazon.com/ebs/latest/userguide/service-role.html
 */
export function seedSnapshotRole(cloud: LocalCloud): void {
  if (cloud.tables.roles.get(NAME)) return;
  cloud.tables.roles.put({
    id: NAME,
    roleId: newEntityId('AROA'),
    arn: `arn:aws:iam::${cloud.accountId}:role/${NAME}`,
    path: '/',
    assumeRolePolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: ['dlm.amazonaws.com'] }, Action: ['sts:AssumeRole'] },
      ],
    }),
    maxSessionDuration: 3600,
    policies: {},
    attachedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSDataLifecycleManagerServiceRole'],
    createdAt: cloud.now(),
    tags: {},
  });
}
