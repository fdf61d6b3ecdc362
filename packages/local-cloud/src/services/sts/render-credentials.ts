import type { Credentials } from '@aws-sdk/client-sts';
import type { Session } from './issue-session.ts';

/** A session's credentials as STS hands them out. */
export function renderCredentials(session: Session): Credentials {
  return {
    AccessKeyId: session.id,
    SecretAccessKey: session.secret,
    SessionToken: session.sessionToken,
    Expiration: session.expiresAt,
  };
}
