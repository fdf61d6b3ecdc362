import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type CloudTraces, leftovers, takeHostSnapshot } from './host-snapshot.ts';
import { runImago } from './run-imago.ts';

/** A local cloud of a scenario's own, as a client sees it. */
export interface ScenarioCloud extends CloudTraces {
  readonly endpoint: string;
  /** A folder for the scenario's files, outside the cloud's. */
  readonly workDir: string;
  /** An environment for foreign clients: this cloud's keys, Debian's programs, nothing of this machine's user. */
  readonly env: Readonly<Record<string, string>>;
  /** Stops it, wipes its folders and answers what it left on the host. */
  stop(): Promise<readonly string[]>;
}

const NETWORK = '10.224.0.0/16';

/** Starts a local cloud with real machines in a folder, a network and on a port of its own. */
export async function startLocalCloud(network: string = NETWORK): Promise<ScenarioCloud> {
  const before = takeHostSnapshot();
  const folder = mkdtempSync('/var/tmp/imago-scenario-');
  const dataDir = join(folder, 'c');
  const workDir = mkdtempSync(join(folder, 'work-'));
  const place = ['--data-dir', dataDir];
  const options = ['--network', network, '--port', String(await freePort())];
  const started = await runImago(['local', 'start', '--json', ...place, ...options]);
  const stop = async (): Promise<readonly string[]> => {
    const stopped = await runImago(['local', 'stop', ...place]);
    const left = leftovers(before, { dataDir, network });
    rmSync(folder, { recursive: true, force: true });
    return stopped.status === 0 ? left : [stopped.stderr, ...left];
  };
  if (started.status !== 0) {
    await stop();
    throw new Error(`imago local start failed with ${started.status}:\n${started.stderr}`);
  }
  const info = JSON.parse(started.stdout) as Readonly<
    Record<'endpoint' | 'accessKeyId' | 'secretAccessKey' | 'region', string>
  >;
  return {
    dataDir,
    network,
    workDir,
    endpoint: info.endpoint,
    env: {
      PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
      HOME: workDir,
      LANG: 'C.UTF-8',
      NO_PROXY: '127.0.0.1',
      AWS_ACCESS_KEY_ID: info.accessKeyId,
      AWS_SECRET_ACCESS_KEY: info.secretAccessKey,
      AWS_REGION: info.region,
      AWS_DEFAULT_REGION: info.region,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_PAGER: '',
      AWS_ENDPOINT_URL: info.endpoint,
    },
    stop,
  };
}

/** A port that nobody listens on now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('no port is free on 127.0.0.1');
  return address.port;
}
