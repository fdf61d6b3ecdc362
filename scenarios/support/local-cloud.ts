import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type CloudTraces, leftovers, takeHostSnapshot } from './host-snapshot.ts';
import { type Result, runImago } from './run-imago.ts';

/** A local cloud of a scenario's own: its folder, port and network are nobody else's. */
export interface ScenarioCloud extends CloudTraces {
  readonly endpoint: string;
  readonly region: string;
  /** A folder for the scenario's files, outside the cloud's. */
  readonly workDir: string;
  /** What the built command and any AWS client need, on top of an environment. */
  readonly env: Readonly<Record<string, string>>;
  /** A whole environment for foreign clients: Debian's programs and nothing of this machine's user. */
  readonly clientEnv: Readonly<Record<string, string>>;
  /** Kills its daemon, as a crash does, and starts it again. */
  crash(): Promise<void>;
  /** Stops it and expects that the host is as it was before. */
  close(): Promise<void>;
}

/** How a scenario's cloud is started. */
export interface CloudOptions {
  /** `lxc` unless told; `off` where only the wire is looked at. */
  readonly machines?: 'lxc' | 'off';
}

/** Starts a local cloud with `imago local start`. `network` must differ between scenarios that run side by side. */
export async function startLocalCloud(
  network: string,
  { machines = 'lxc' }: CloudOptions = {},
): Promise<ScenarioCloud> {
  const before = takeHostSnapshot();
  const folder = mkdtempSync('/var/tmp/imago-');
  const dataDir = join(folder, 'c');
  const workDir = mkdtempSync(join(folder, 'work-'));
  const place = { IMAGO_LOCAL_DIR: dataDir };
  const port = String(await freePort());
  const options = ['--port', port, '--network', network, '--machines', machines];
  const start = (): Promise<Result> => runImago(['local', 'start', ...options], { env: place });
  const started = await start();
  const close = async (): Promise<void> => {
    const stopped = await runImago(['local', 'stop'], { env: place });
    expect(stopped, stopped.stderr).toMatchObject({ status: 0 });
    rmSync(folder, { recursive: true, force: true });
    expect(leftovers(before, { dataDir, network })).toEqual([]);
  };
  if (started.status !== 0) {
    await close();
    throw new Error(`imago local start ended with ${started.status}:\n${started.stderr}`);
  }
  const crash = async (): Promise<void> => {
    process.kill(Number(readInfo(dataDir)['pid']), 'SIGKILL');
    const restarted = await start();
    expect(restarted, restarted.stderr).toMatchObject({ status: 0 });
  };
  const { endpoint = '', ...info } = readInfo(dataDir);
  const { region = '', accessKeyId = '', secretAccessKey = '' } = info;
  const env = {
    ...place,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
  };
  const clientEnv = {
    ...env,
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: workDir,
    LANG: 'C.UTF-8',
    NO_PROXY: '127.0.0.1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
  };
  return { dataDir, network, workDir, endpoint, region, env, clientEnv, crash, close };
}

function readInfo(dataDir: string): Readonly<Partial<Record<string, string>>> {
  return JSON.parse(readFileSync(join(dataDir, 'cloud.json'), 'utf8'));
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
