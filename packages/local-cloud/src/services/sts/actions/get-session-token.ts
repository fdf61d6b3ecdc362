import { GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { checkDuration } from '../check-duration.ts';
import { issueSession } from '../issue-session.ts';
import { renderCredentials } from '../render-credentials.ts';
import { requireCaller } from '../require-caller.ts';

const TWELVE_HOURS = 43_200;
const THIRTY_SIX_HOURS = 129_600;

/** `GetSessionToken`: temporary credentials of the caller's own; sessions cannot be made from sessions. */
export const route: Route = on(GetSessionTokenCommand, (input, context) => {
  const { sessionToken, principalArn, userId } = requireCaller(context);
  if (sessionToken !== undefined) {
    throw new AwsError('AccessDenied', 'Cannot call GetSessionToken with session credentials', 403);
  }
  const durationSeconds = input.DurationSeconds ?? TWELVE_HOURS;
  checkDuration(durationSeconds, THIRTY_SIX_HOURS);
  return {
    Credentials: renderCredentials(issueSession(context.cloud, { principalArn, userId, durationSeconds })),
  };
});
