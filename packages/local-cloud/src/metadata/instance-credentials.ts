import { randomBytes } from 'node:crypto';
import type { LocalCloud } from '../cloud.ts';
import type { InstanceRecord } from '../store/records/ec2.ts';
import type { AccessKeyRecord, InstanceProfileRecord } from '../store/records/iam.ts';

const LIFETIME_MILLISECONDS = 6 * 3_600_000;
/** New credentials are given out this long before the old ones expire, as on EC2. */
const RENEWAL_MILLISECONDS = 5 * 60_000;

/** The profile of an instance, and the name of the role in it. */
export interface InstanceRole {
  readonly profile: InstanceProfileRecord;
  readonly name: string | undefined;
}

/** Looks up the role that an instance has through its profile. */
export function roleOfInstance(
  cloud: LocalCloud,
  { instanceProfileArn: arn }: InstanceRecord,
): InstanceRole | undefined {
  const profile =
    arn === undefined ? undefined : cloud.tables.instanceProfiles.get(arn.split('/').at(-1) ?? '');
  return profile && { profile, name: profile.roleNames[0] };
}

/** The instance's role credentials as the metadata service shows them; they sign requests to the cloud itself. */
export function instanceCredentials(cloud: LocalCloud, instance: InstanceRecord): string {
  const now = cloud.now();
  const key = currentKey(cloud, instance, now) ?? newKey(cloud, instance, now);
  const expiration = key.expiresAt ?? now;
  return JSON.stringify(
    {
      Code: 'Success',
      LastUpdated: new Date(expiration.getTime() - LIFETIME_MILLISECONDS).toISOString(),
      Type: 'AWS-HMAC',
      AccessKeyId: key.id,
      SecretAccessKey: key.secret,
      Token: key.sessionToken,
      Expiration: expiration.toISOString(),
    },
    null,
    2,
  );
}

/** The key that is still good for a while; those that have expired are forgotten on the way. */
function currentKey(cloud: LocalCloud, instance: InstanceRecord, now: Date): AccessKeyRecord | undefined {
  const userId = userIdOf(cloud, instance);
  let current: AccessKeyRecord | undefined;
  for (const key of cloud.tables.accessKeys.values()) {
    if (key.userId !== userId || key.expiresAt === undefined) continue;
    const left = key.expiresAt.getTime() - now.getTime();
    if (left <= 0) cloud.tables.accessKeys.delete(key.id);
    else if (left > RENEWAL_MILLISECONDS) current = key;
  }
  return current;
}

function newKey(cloud: LocalCloud, instance: InstanceRecord, now: Date): AccessKeyRecord {
  const role = roleOfInstance(cloud, instance)?.name ?? '';
  return cloud.tables.accessKeys.put({
    id: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
    secret: randomBytes(30).toString('base64'),
    sessionToken: randomBytes(120).toString('base64'),
    expiresAt: new Date(now.getTime() + LIFETIME_MILLISECONDS),
    principalArn: `arn:aws:sts::${cloud.accountId}:assumed-role/${role}/${instance.id}`,
    userId: userIdOf(cloud, instance),
  });
}

function userIdOf(cloud: LocalCloud, instance: InstanceRecord): string {
  const role = cloud.tables.roles.get(roleOfInstance(cloud, instance)?.name ?? '');
  return `${role?.roleId ?? 'AROA'}:${instance.id}`;
}
