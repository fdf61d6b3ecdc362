import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const LONGEST_TTL_SECONDS = 21_600;

/** IMDSv2's session tokens: each is good for one instance and for a time. */
export interface MetadataTokens {
  issue(instanceId: string, ttlSeconds: number, now: Date): string;
  isValid(token: string, instanceId: string, now: Date): boolean;
}

/** Reads the lifetime that a client asks for; undefined when it is not a whole number from 1 to 21600. */
export function readTtl(header: string | undefined): number | undefined {
  const seconds = /^\d{1,5}$/.test(header ?? '') ? Number(header) : 0;
  return seconds >= 1 && seconds <= LONGEST_TTL_SECONDS ? seconds : undefined;
}

/**
 * Makes tokens that carry their own expiry under a signature, so that none need be remembered. The key lives
 * as long as the process: after a restart of the cloud clients fetch a new token, as they do after any 401.
 */
export function createMetadataTokens(): MetadataTokens {
  const key = randomBytes(32);
  const sign = (text: string): Buffer => createHmac('sha256', key).update(text).digest();
  return {
    issue(instanceId, ttlSeconds, now) {
      const expiry = String(now.getTime() + ttlSeconds * 1000);
      return `${Buffer.from(expiry).toString('base64url')}.${sign(`${instanceId} ${expiry}`).toString('base64url')}`;
    },
    isValid(token, instanceId, now) {
      const [encoded = '', signature = ''] = token.split('.');
      const expiry = Buffer.from(encoded, 'base64url').toString();
      const expected = sign(`${instanceId} ${expiry}`);
      const given = Buffer.from(signature, 'base64url');
      return (
        given.length === expected.length && timingSafeEqual(given, expected) && Number(expiry) > now.getTime()
      );
    },
  };
}
