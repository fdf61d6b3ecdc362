import type { LocalCloud } from '../cloud.ts';

/**
 * The access key of every local cloud. It is no secret: it protects nothing, the endpoint listens on loopback
 * only, and it looks like AWS's own so that every client takes it.
 */
export const LOCAL_ACCESS_KEY = {
  accessKeyId: 'AKIAIMAGOLOCAL000000',
  secretAccessKey: 'imago/local/cloud/key/that/is/no/secret0',
} as const;

/** Keys that clients may sign with: ours, and `test`/`test`, which many scripts for local clouds use. */
export function seedAccessKeys(cloud: LocalCloud): void {
  const keys = { [LOCAL_ACCESS_KEY.accessKeyId]: LOCAL_ACCESS_KEY.secretAccessKey, test: 'test' };
  for (const [id, secret] of Object.entries(keys)) {
    if (cloud.tables.accessKeys.get(id)?.secret === secret) continue;
    const principalArn = `arn:aws:iam::${cloud.accountId}:root`;
    cloud.tables.accessKeys.put({ id, secret, principalArn, userId: cloud.accountId });
  }
}
