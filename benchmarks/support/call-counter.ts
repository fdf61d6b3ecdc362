import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands in front of an endpoint and counts the calls that pass. */
export interface CallCounter {
  readonly endpoint: string;
  readonly calls: () => number;
  close(): Promise<void>;
}

/** Starts a counter in front of a cloud. */
export async function startCallCounter(endpoint: string): Promise<CallCounter> {
  let calls = 0;
  const server = createServer((incoming, outgoing) => {
    calls += 1;
    const { method, url = '/', headers } = incoming;
    const forwarded = request(new URL(url, endpoint), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  // it listens on TCP
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    calls: () => calls,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
