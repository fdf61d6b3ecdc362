import { request as requestHttp, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';

/** One health check request. */
export interface HealthCheckRequest {
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly address: string;
  readonly port: number;
  readonly path: string;
  /** The load balancer's address: what the target's security groups must let in. */
  readonly from: string;
  readonly timeoutSeconds: number;
}

/** What came of it. */
export type HealthCheckOutcome =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'timed-out' }
  /** No connection, or no answer that could be read. */
  | { readonly kind: 'failed'; readonly message: string };

/** Sends a health check as a load balancer does: a connection of its own, GET, any certificate. Never rejects. */
export function checkTarget(check: HealthCheckRequest): Promise<HealthCheckOutcome> {
  return new Promise((resolve) => {
    const request = start({
      host: check.address,
      port: check.port,
      path: check.path,
      localAddress: check.from,
      agent: false,
      headers: { 'user-agent': 'ELB-HealthChecker/2.0', connection: 'close' },
      signal: AbortSignal.timeout(check.timeoutSeconds * 1000),
    });
    request.on('response', (response) => {
      resolve({ kind: 'answered', status: response.statusCode ?? 0 });
      response.destroy();
    });
    request.on('error', (error) => {
      const timedOut = error.name === 'AbortError' || error.name === 'TimeoutError';
      resolve(timedOut ? { kind: 'timed-out' } : { kind: 'failed', message: error.message });
    });
    request.end();

    function start(options: RequestOptions): ReturnType<typeof requestHttp> {
      return check.protocol === 'HTTP'
        ? requestHttp(options)
        : requestHttps({ ...options, rejectUnauthorized: false });
    }
  });
}
