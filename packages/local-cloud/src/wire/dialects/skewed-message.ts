import { MINUTE_MS } from './dialect.ts';

/** The message with which AWS refuses a signature whose time is not within five minutes of its own. */
export function skewedMessage(signed: Date, now: Date): string {
  const limit = (minutes: number): string => basicTime(new Date(now.getTime() + minutes * MINUTE_MS));
  return signed < now
    ? `Signature expired: ${basicTime(signed)} is now earlier than ${limit(-5)} (${basicTime(now)} - 5 min.)`
    : `Signature not yet current: ${basicTime(signed)} is still later than ${limit(5)} (${basicTime(now)} + 5 min.)`;
}

/** `20261121T100000Z` */
function basicTime(date: Date): string {
  return date.toISOString().replace(/[-:]|\.\d{3}/g, '');
}
