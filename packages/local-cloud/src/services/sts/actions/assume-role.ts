import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import type { RoleRecord } from '../../../store/records/iam.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { type Context, on, type Route } from '../../../wire/route.ts';
import { checkDuration } from '../check-duration.ts';
import { issueSession } from '../issue-session.ts';
import { renderCredentials } from '../render-credentials.ts';
import { requireCaller } from '../require-caller.ts';

const ONE_HOUR = 3600;
const TWELVE_HOURS = 43_200;

/** `AssumeRole`: temporary credentials of a role. Trust policies are kept but not judged. */
export const route: Route = on(AssumeRoleCommand, (input, context) => {
  const { RoleArn: arn = '', RoleSessionName: sessionName = '', DurationSeconds: seconds = ONE_HOUR } = input;
  checkSessionName(sessionName);
  checkDuration(seconds, TWELVE_HOURS);
  const role = requireRole(arn, context);
  if (seconds > role.maxSessionDuration) {
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
  const { cloud } = context;
  const assumed = {
    AssumedRoleId: `${role.roleId}:${sessionName}`,
    Arn: `arn:aws:sts::${cloud.accountId}:assumed-role/${role.id}/${sessionName}`,
  };
  const session = issueSession(cloud, {
    principalArn: assumed.Arn,
    userId: assumed.AssumedRoleId,
    durationSeconds: seconds,
  });
  return { Credentials: renderCredentials(session), AssumedRoleUser: assumed };
});

function checkSessionName(name: string): void {
  if (/^[\w+=,.@-]{2,64}$/.test(name)) return;
  throw new AwsError(
    'ValidationError',
    `1 validation error detected: Value '${name}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]{2,64}`,
  );
}

/** AWS does not tell a role that is not there from one that may not be assumed. */
function requireRole(arn: string, context: Context): RoleRecord {
  for (const role of context.cloud.tables.roles.values()) if (role.arn === arn) return role;
  const { principalArn } = requireCaller(context);
  throw new AwsError(
    'AccessDenied',
    `User: ${principalArn} is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
    403,
  );
}
