import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LocalCloud } from '../../src/cloud.ts';
import { createGateway } from '../../src/wire/gateway.ts';
import type { Route } from '../../src/wire/route.ts';

/** What every client of a test endpoint signs with. */
export const CREDENTIALS = { accessKeyId: 'AKIATEST', secretAccessKey: 'a-secret-for-tests' };

/** A gateway with routes of a test's own, on a port of its own. */
export interface TestEndpoint {
  readonly endpoint: string;
  /** Options that connect any client of the SDK to it. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: typeof CREDENTIALS;
    readonly maxAttempts: number;
  };
  readonly logged: { readonly event: string; readonly facts: Readonly<Record<string, unknown>> }[];
  close(): Promise<void>;
}

/** Serves the routes. */
export async function startEndpoint(routes: readonly Route[]): Promise<TestEndpoint> {
  const logged: TestEndpoint['logged'] = [];
  const { listener } = createGateway({
    cloud: { now: () => new Date(), region: 'us-east-1' } as LocalCloud,
    routes,
    secretOf: (id) => (id === CREDENTIALS.accessKeyId ? { secret: CREDENTIALS.secretAccessKey } : undefined),
    log: (event, facts) => logged.push({ event, facts }),
  });
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    endpoint,
    client: { endpoint, region: 'us-east-1', credentials: CREDENTIALS, maxAttempts: 1 },
    logged,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
