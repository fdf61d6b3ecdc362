import { Agent, get } from 'node:http';
import type { ProbeRun, Prober, ProbeSample } from '@imago/engine';
import { ProbeCounter } from './probe-counter.ts';

const timeoutMs = 10_000;

/**
 * Requests at a constant rate, whatever the answers take, half of them on kept-alive connections: a switch of weights
 * can hurt either kind. A status below 400 is a success.
 */
export function createHttpProber(): Prober {
  return { start: startProbe };
}

function startProbe(
  url: string,
  { requestsPerSecond, headers = {}, onSample }: Parameters<Prober['start']>[1],
): ProbeRun {
  const keptAlive = new Agent({ keepAlive: true, maxSockets: 64 });
  const fresh = new Agent({ keepAlive: false });
  const counter = new ProbeCounter();
  const pending = new Set<Promise<void>>();
  const begun = performance.now();
  let sent = 0;
  const sendDue = (): void => {
    // Counted from the start, so that a late timer is made up for and the rate stays.
    const due = Math.min(
      Math.floor(((performance.now() - begun) / 1000) * requestsPerSecond) + 1,
      sent + requestsPerSecond,
    );
    for (; sent < due; sent += 1) {
      const request = sample(url, headers, sent % 2 === 0 ? keptAlive : fresh).then((result) => {
        counter.add(result);
        onSample?.(result);
        pending.delete(request);
      });
      pending.add(request);
    }
  };
  const timer = setInterval(sendDue, Math.min(1000 / requestsPerSecond, 100));
  sendDue();
  return {
    totals: () => counter.totals(),
    async stop() {
      clearInterval(timer);
      await Promise.all(pending);
      keptAlive.destroy();
      fresh.destroy();
      return counter.totals();
    },
  };
}

/** One request; never rejects. */
function sample(url: string, headers: Readonly<Record<string, string>>, agent: Agent): Promise<ProbeSample> {
  const at = new Date();
  const begun = performance.now();
  return new Promise((resolve) => {
    const end = (facts: Omit<ProbeSample, 'at' | 'latencyMs'>): void =>
      resolve({ at, latencyMs: performance.now() - begun, ...facts });
    const request = get(
      url,
      { agent, timeout: timeoutMs, headers: { 'user-agent': 'imago-probe', ...headers } },
      (response) => {
        const status = response.statusCode ?? 0;
        const release = response.headers['x-imago-release'];
        response.resume();
        response.on('end', () => {
          end({ ok: status < 400, status, ...(typeof release === 'string' ? { release } : {}) });
        });
        response.on('error', (error) =>
          end({ ok: false, status, error: `answer cut off: ${error.message}` }),
        );
      },
    );
    request.on('timeout', () => request.destroy(new Error(`no answer in ${timeoutMs / 1000}s`)));
    request.on('error', (error) => end({ ok: false, error: error.message }));
  });
}
