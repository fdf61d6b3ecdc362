import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { ScenarioCloud } from './local-cloud.ts';

/** Stands between a command and the local cloud and knows when a rollout's journal has been written. */
export interface JournalProxy {
  /** What a command needs, so that it talks to the cloud through here. */
  readonly env: Readonly<Record<string, string>>;
  /** Writes since the last `arm`. */
  readonly writes: () => number;
  /** From now on counts anew; after that many writes `then` is called, and the writer never hears that it succeeded. */
  arm(after: number, then: () => void): void;
  close(): Promise<void>;
}

/** Starts a proxy in front of a scenario's cloud. */
export async function startJournalProxy(cloud: ScenarioCloud): Promise<JournalProxy> {
  let writes = 0;
  let [limit, then] = [Number.POSITIVE_INFINITY, (): void => {}];
  const pass = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const { method, url, headers } = incoming;
    const journal = method === 'PUT' && /\/rollouts\/\d+\.json/.test(url ?? '');
    const forwarded = request(new URL(url ?? '/', cloud.endpoint), { method, headers }, (answer) => {
      if (journal && (answer.statusCode ?? 500) < 300) {
        writes += 1;
        if (writes === limit) {
          answer.resume();
          then();
          return;
        }
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    // A killed command leaves requests behind that nobody waits for.
    forwarded.on('error', () => outgoing.destroy());
    outgoing.on('error', () => forwarded.destroy());
    incoming.pipe(forwarded);
  };
  const server = createServer(pass);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  // it listens on TCP
  const { port } = server.address() as AddressInfo;
  const folder = join(cloud.workDir, 'through-the-proxy');
  mkdirSync(folder, { recursive: true });
  const info = JSON.parse(readFileSync(join(cloud.dataDir, 'cloud.json'), 'utf8')) as Record<string, unknown>;
  const endpoint = `http://127.0.0.1:${port}`;
  writeFileSync(join(folder, 'cloud.json'), JSON.stringify({ ...info, endpoint }));
  return {
    env: { ...cloud.env, IMAGO_LOCAL_DIR: folder, AWS_ENDPOINT_URL: endpoint },
    writes: () => writes,
    arm(after, action) {
      [writes, limit, then] = [0, after, action];
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
