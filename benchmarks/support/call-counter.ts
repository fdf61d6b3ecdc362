import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { BenchmarkCloud } from './cloud.ts';

/** Stands in front of an endpoint and counts the calls that pass. */
export interface CallCounter {
  readonly endpoint: string;
  readonly calls: () => number;
  /** Seconds for which objects were being written. */
  readonly writing: () => number;
  /** The environment with which Imago's commands take this endpoint for the local cloud's own. */
  inPlaceOf(cloud: BenchmarkCloud): NodeJS.ProcessEnv;
  close(): Promise<void>;
}

/** Starts a counter in front of a cloud. */
export async function startCallCounter(endpoint: string): Promise<CallCounter> {
  let calls = 0;
  let writing = 0;
  const server = createServer((incoming, outgoing) => {
    calls += 1;
    const { method, url = '/', headers } = incoming;
    const begun = performance.now();
    outgoing.once('close', () => {
      if (method === 'PUT') writing += (performance.now() - begun) / 1000;
    });
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
    writing: () => writing,
    inPlaceOf({ env }) {
      const folder = join(env['IMAGO_LOCAL_DIR'] ?? '', 'counted');
      const info = JSON.parse(readFileSync(join(folder, '../cloud.json'), 'utf8')) as object;
      mkdirSync(folder, { recursive: true });
      writeFileSync(
        join(folder, 'cloud.json'),
        JSON.stringify({ ...info, endpoint: `http://127.0.0.1:${port}` }),
      );
      return { ...env, IMAGO_LOCAL_DIR: folder };
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
