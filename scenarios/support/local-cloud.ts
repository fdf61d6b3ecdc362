import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect } from 'vitest';
import { hostTraces } from './host-traces.ts';
import { runImago } from './run-imago.ts';

/** A local cloud of a scenario's own: its folder, port and network are nobody else's. */
export interface ScenarioCloud {
  readonly dataDir: string;
  readonly endpoint: string;
  readonly network: string;
  readonly region: string;
  /** For the built command and for any AWS client. */
  readonly env: Readonly<Record<string, string>>;
  /** Stops it and expects that the host is as it was before. */
  close(): Promise<void>;
}

/** Starts a local cloud with `imago local start`. `network` must differ between scenarios that run side by side. */
export async function startLocalCloud(network: string): Promise<ScenarioCloud> {
  const before = hostTraces();
  const dataDir = mkdtempSync('/var/tmp/imago-');
  const env = { IMAGO_LOCAL_DIR: dataDir };
  const port = String(await freePort());
  const started = await runImago(['local', 'start', '--port', port, '--network', network], { env });
  expect(started, started.stderr).toMatchObject({ status: 0 });
  const info = JSON.parse(readFileSync(join(dataDir, 'cloud.json'), 'utf8')) as Record<string, string>;
  const { endpoint = '', region = '', accessKeyId = '', secretAccessKey = '' } = info;
  return {
    dataDir,
    endpoint,
    network,
    region,
    env: {
      ...env,
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
    },
    async close() {
      const stopped = await runImago(['local', 'stop'], { env });
      expect(stopped, stopped.stderr).toMatchObject({ status: 0 });
      rmSync(dataDir, { recursive: true, force: true });
      expect(hostTraces()).toEqual(before);
    },
  };
}

/** A port on loopback that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
