import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateKeyPairCommand, DescribeKeyPairsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectionInfo, stoppingFile, stoppingInfo } from '../../src/connection-info.ts';
import { type Daemon, startDaemon } from '../../src/daemon.ts';
import type { DaemonOptions } from '../../src/daemon/parse-options.ts';
import { StartError } from '../../src/daemon/start-error.ts';

describe('startDaemon', () => {
  let options: DaemonOptions;
  const daemons: Daemon[] = [];

  async function start(change: Partial<DaemonOptions> = {}): Promise<Daemon> {
    const daemon = await startDaemon({ ...options, ...change });
    daemons.push(daemon);
    return daemon;
  }
  async function stop(): Promise<void> {
    for (const daemon of daemons.splice(0)) await daemon.close();
  }
  function ec2({ info }: Daemon, credentials = info): EC2Client {
    return new EC2Client({ endpoint: info.endpoint, region: info.region, credentials, maxAttempts: 1 });
  }

  beforeEach(() => {
    const dataDir = mkdtempSync(join(tmpdir(), 'imago-daemon-'));
    options = {
      dataDir,
      cacheDir: join(dataDir, 'cache'),
      port: 0,
      region: 'us-east-1',
      network: '10.213.0.0/16',
      machines: 'off',
    };
  });
  afterEach(async () => {
    await stop();
    rmSync(options.dataDir, { recursive: true, force: true });
  });

  it('says in cloud.json how to reach it, as long as it serves', async () => {
    const daemon = await start();
    const file = join(options.dataDir, 'cloud.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(daemon.info);
    expect(statSync(file).mode & 0o777).toBe(0o644);
    expect(connectionInfo(options.dataDir)).toEqual(daemon.info);
    await stop();
    expect(connectionInfo(options.dataDir)).toBeUndefined();
  });

  it('says that it is stopping until the host is as it was', async () => {
    const { info } = await start();
    const stopped = stop();
    expect(connectionInfo(options.dataDir)).toBeUndefined();
    expect(stoppingInfo(options.dataDir)).toEqual(info);
    await stopped;
    expect(existsSync(stoppingFile(options.dataDir))).toBe(false);
  });

  it('keeps what it was told over a stop and a start', async () => {
    await ec2(await start()).send(new CreateKeyPairCommand({ KeyName: 'mine' }));
    await stop();
    const { KeyPairs } = await ec2(await start()).send(new DescribeKeyPairsCommand({}));
    expect(KeyPairs).toMatchObject([{ KeyName: 'mine' }]);
  });

  it('takes its own access key and test/test, and no other', async () => {
    const daemon = await start();
    const describeWith = (accessKeyId: string, secretAccessKey: string): Promise<unknown> =>
      ec2(daemon, { ...daemon.info, accessKeyId, secretAccessKey }).send(new DescribeKeyPairsCommand({}));
    await describeWith('test', 'test');
    await expect(describeWith('test', 'tset')).rejects.toMatchObject({ name: 'AuthFailure' });
  });

  it('tells its status to anyone', async () => {
    const { info } = await start();
    const response = await fetch(`${info.endpoint}/_imago/status`);
    expect(await response.json()).toMatchObject({
      version: info.version,
      machines: { running: 0, booting: 0, stopped: 0 },
      baseImage: { name: 'debian-12', state: 'ready' },
      resources: { subnets: 3, images: 3 },
    });
  });

  it('refuses a data directory that another one has', async () => {
    await start();
    await expect(start()).rejects.toThrow(`another local cloud runs in ${options.dataDir}`);
  });

  it('refuses a port in use, and lets go of the data directory', async () => {
    const first = await start();
    const port = Number(new URL(first.info.endpoint).port);
    const other = join(options.dataDir, 'other');
    await expect(start({ dataDir: other, port })).rejects.toThrow(`port ${port} of 127.0.0.1 is in use`);
    await start({ dataDir: other });
  });

  it('refuses another network than the one its records were made with', async () => {
    await start();
    await stop();
    const refusal = start({ network: '10.99.0.0/16' });
    await expect(refusal).rejects.toThrow(StartError);
    await expect(refusal).rejects.toThrow('has the network 10.213.0.0/16, not 10.99.0.0/16');
  });
});
