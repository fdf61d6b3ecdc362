import type { CheckContext, CheckRequest, CheckSample, HookSettings, HttpGate } from '@imago/engine';
import { eachInstance } from './each-instance.ts';
import { request } from './request.ts';
import type { Answer } from './request.ts';

/**
 * Requests over HTTP: through the load balancer with the header that names the new side, so that it answers before it
 * gets anybody else's requests; or straight to each new instance.
 */
export async function sampleHttp(
  gate: HttpGate,
  { instances, canary }: CheckRequest,
  { url, port }: CheckContext,
  signal: AbortSignal,
): Promise<CheckSample> {
  if (gate.from === 'instances')
    return eachInstance(
      instances,
      (address) => ask(gate, `http://${address}:${gate.port ?? port}`, {}, signal),
      signal,
    );
  if (url === undefined) return { ok: false, detail: 'the load balancer does not answer yet' };
  const base = new URL(url);
  if (gate.port !== undefined) base.port = String(gate.port);
  return ask(gate, base.origin, { 'x-imago-release': canary }, signal);
}

/** An HTTP call of a hook; a status of 200 to 299 is a success. */
export async function callUrl(
  { url, method, headers, body }: Extract<HookSettings['action'], { readonly kind: 'http' }>,
  signal: AbortSignal,
): Promise<CheckSample> {
  if (!URL.canParse(url)) return { ok: false, detail: 'the address of the call is no URL' };
  const address = new URL(url);
  const options = { method, headers, signal, ...(body === undefined ? {} : { body }) };
  const { status } = await request(address, options);
  return { ok: status >= 200 && status < 300, detail: `${address.host} answered with status ${status}` };
}

async function ask(
  gate: HttpGate,
  base: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<CheckSample> {
  return judgeAnswer(gate, await request(new URL(gate.path, base), { method: 'GET', headers, signal }));
}

/** Whether an answer has the status, and the text, that are expected. */
export function judgeAnswer(
  { matcher, contains }: Pick<HttpGate, 'matcher' | 'contains'>,
  { status, body }: Answer,
): CheckSample {
  if (!matches(status, matcher)) return { ok: false, detail: `status ${status}` };
  if (contains === undefined || body.includes(contains)) return { ok: true, detail: `status ${status}` };
  return { ok: false, detail: `status ${status} without ${JSON.stringify(contains.slice(0, 80))}` };
}

/** Whether a status is one of `200-299,301`. */
export function matches(status: number, matcher: string): boolean {
  return matcher.split(',').some((part) => {
    const [low = 0, high = low] = part.split('-').map(Number);
    return status >= low && status <= high;
  });
}
