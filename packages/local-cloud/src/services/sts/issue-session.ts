import { randomBytes } from 'node:crypto';
import type { LocalCloud } from '../../cloud.ts';
import type { AccessKeyRecord } from '../../store/records/iam.ts';

/** Whose temporary credentials to make, and for how long. */
export interface SessionRequest {
  readonly principalArn: string;
  readonly userId: string;
  readonly durationSeconds: number;
}

/** Temporary credentials that exist until they expire. */
export type Session = AccessKeyRecord & Required<Pick<AccessKeyRecord, 'sessionToken' | 'expiresAt'>>;

/** Makes temporary credentials that the gateway accepts at once; forgets those that expired. */
export function issueSession(cloud: LocalCloud, { durationSeconds, ...principal }: SessionRequest): Session {
  const now = cloud.now();
  forgetExpired(cloud, now);
  const session: Session = {
    ...principal,
    id: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
    secret: randomBytes(30).toString('base64'),
    sessionToken: randomBytes(192).toString('base64'),
    expiresAt: new Date(now.getTime() + durationSeconds * 1000),
  };
  cloud.tables.accessKeys.put(session);
  return session;
}

/** A client that comes with credentials that expired a day ago is told that they are unknown, as by AWS. */
const REMEMBERED_MS = 24 * 60 * 60 * 1000;

function forgetExpired({ tables }: LocalCloud, now: Date): void {
  for (const { id, expiresAt } of tables.accessKeys.values()) {
    if (expiresAt && expiresAt.getTime() + REMEMBERED_MS < now.getTime()) tables.accessKeys.delete(id);
  }
}
