/** A member of etcd did not take a request, or cannot say whether it did: another one may be asked. */
export class Unavailable extends Error {}

/**
 * gRPC's own words for it, as the gateway tells them: UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED; and CANCELLED of a
 * gateway whose member is about to stop.
 */
const unavailable: ReadonlySet<number> = new Set([408, 429, 503, 504]);

/** Sends one request to one member's JSON gateway (`/v3`) and answers what it says. */
export async function askEtcd(
  address: string,
  path: string,
  body: object,
  timeoutMs: number,
): Promise<Readonly<Record<string, unknown>>> {
  const url = `http://${address}:2379/v3/${path}`;
  const signal = AbortSignal.timeout(timeoutMs);
  let status: number;
  let text: string;
  try {
    const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body), signal });
    [status, text] = [answer.status, await answer.text()];
  } catch (error) {
    throw new Unavailable(`no answer from ${address}`, { cause: error });
  }
  if (unavailable.has(status)) throw new Unavailable(`${address} answered ${status}: ${text}`);
  if (status !== 200) throw new Error(`${url} answered ${status}: ${text}`);
  return JSON.parse(text) as Readonly<Record<string, unknown>>;
}

/** Keys and values are bytes: base64. */
export const encode = (text: string): string => Buffer.from(text).toString('base64');

const decode = (text: string): string => Buffer.from(text, 'base64').toString();

/** Keys with their values, as `kv/range` tells them. */
export function pairsIn(answer: Readonly<Record<string, unknown>>): readonly (readonly [string, string])[] {
  const kvs = (answer['kvs'] ?? []) as readonly { readonly key: string; readonly value?: string }[];
  return kvs.map(({ key, value = '' }) => [decode(key), decode(value)]);
}
