import { createHmac } from 'node:crypto';

/**
 * Signature of a webhook's body: HMAC-SHA256 over `<timestamp>.<body>`, as `sha256=<hex>`. The receiver computes the
 * same, compares in constant time, and refuses timestamps that are too old.
 */
export const sign = (secret: string, timestamp: number, body: string): string =>
  `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
