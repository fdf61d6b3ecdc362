import { connect } from 'node:net';
import type { CheckContext, CheckRequest, CheckSample, TcpGate } from '@imago/engine';
import { eachInstance } from './each-instance.ts';

/** Connections over TCP: to the load balancer's address, or to each new instance. */
export async function sampleTcp(
  { from, port }: TcpGate,
  { instances }: CheckRequest,
  { url }: CheckContext,
  signal: AbortSignal,
): Promise<CheckSample> {
  if (from === 'instances') return eachInstance(instances, (address) => open(address, port, signal), signal);
  if (url === undefined) return { ok: false, detail: 'the load balancer does not answer yet' };
  // An IPv6 address has brackets in a URL only.
  return open(new URL(url).hostname.replace(/^\[|\]$/g, ''), port, signal);
}

function open(host: string, port: number, signal: AbortSignal): Promise<CheckSample> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    const stop = (): void => {
      socket.destroy();
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', stop, { once: true });
    const end = (sample: CheckSample): void => {
      signal.removeEventListener('abort', stop);
      socket.destroy();
      resolve(sample);
    };
    socket.once('connect', () => end({ ok: true, detail: `a connection to port ${port}` }));
    socket.once('error', (error) =>
      end({ ok: false, detail: `no connection to port ${port} (${error.message})` }),
    );
  });
}
