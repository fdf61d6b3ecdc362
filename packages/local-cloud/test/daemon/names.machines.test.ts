import { type ChildProcess, spawn } from 'node:child_process';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  DescribeImagesCommand,
  DescribeInstancesCommand,
  EC2Client,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import {
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  GetChangeCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectionInfo } from '../../src/connection-info.ts';
import { cleanHost } from '../../src/clean-host.ts';
import { run } from '../../src/machines/run.ts';
import { cacheDir } from '../machines/lxc/machines-for.ts';
import { describeMachines, expectSoon, traces } from '../machines/lxc/real-host.ts';

const network = '10.242.0.0/16';
const jiti = fileURLToPath(new URL('../../../../node_modules/jiti/lib/jiti-cli.mjs', import.meta.url));
const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

describeMachines('names that machines look up', () => {
  let dataDir = '';
  let daemon: ChildProcess;
  let ec2: EC2Client;
  let route53: Route53Client;
  let HostedZoneId = '';
  let machine = '';

  async function start(): Promise<void> {
    const options = { 'data-dir': dataDir, 'cache-dir': cacheDir, port: '0', network };
    const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
    daemon = spawn(process.execPath, [jiti, main, ...args], { stdio: ['ignore', 'inherit', 'inherit'] });
    await expectSoon(() => connectionInfo(dataDir)?.pid === daemon.pid);
    const info = connectionInfo(dataDir);
    if (!info) throw new Error('the daemon says nothing');
    const config = { endpoint: info.endpoint, region: info.region, credentials: info };
    ec2 = new EC2Client(config);
    route53 = new Route53Client(config);
  }
  async function kill(): Promise<void> {
    const exit = once(daemon, 'exit');
    daemon.kill('SIGKILL');
    await exit;
  }
  async function launch(): Promise<string> {
    const { Images: [image] = [] } = await ec2.send(
      new DescribeImagesCommand({ Filters: [{ Name: 'name', Values: ['debian-12-amd64-*'] }] }),
    );
    const { Instances: [instance] = [] } = await ec2.send(
      new RunInstancesCommand({
        ImageId: image?.ImageId ?? '',
        InstanceType: 't3.micro',
        MinCount: 1,
        MaxCount: 1,
      }),
    );
    const id = instance?.InstanceId ?? '';
    await expectSoon(async () => {
      const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
      return Reservations[0]?.Instances?.[0]?.State?.Name === 'running';
    });
    return id;
  }
  /** Points a name at addresses, and waits until the change is said to be done. */
  async function point(Name: string, ...addresses: readonly string[]): Promise<void> {
    const ResourceRecords = addresses.map((Value) => ({ Value }));
    const ResourceRecordSet = { Name, Type: 'A' as const, TTL: 30, ResourceRecords };
    const { ChangeInfo } = await route53.send(
      new ChangeResourceRecordSetsCommand({
        HostedZoneId,
        ChangeBatch: { Changes: [{ Action: 'UPSERT', ResourceRecordSet }] },
      }),
    );
    await expectSoon(async () => {
      const now = await route53.send(new GetChangeCommand({ Id: ChangeInfo?.Id }));
      return now.ChangeInfo?.Status === 'INSYNC';
    });
  }
  /** The addresses that the machine finds for a name. */
  async function inside(name: string): Promise<string> {
    const attach = ['-P', join(dataDir, 'm'), '-n', machine, '--'];
    const { stdout } = await run('lxc-attach', [...attach, 'getent', 'ahostsv4', name], { accept: [2] });
    return [...new Set(stdout.match(/^\d\S+/gm))].sort((a, b) => (a < b ? -1 : 1)).join(' ');
  }

  beforeAll(async () => {
    dataDir = await mkdtemp('/var/tmp/imago-test-');
    await start();
    machine = await launch();
    const { HostedZone } = await route53.send(
      new CreateHostedZoneCommand({ Name: 'imago.test', CallerReference: 'one' }),
    );
    HostedZoneId = HostedZone?.Id ?? '';
  }, 600_000);

  afterAll(async () => {
    await kill();
    await cleanHost(dataDir);
    expect(await traces(network, dataDir)).toEqual([]);
    await rm(dataDir, { recursive: true, force: true });
  });

  test('a machine that was there before the zone finds a record, and its new addresses after a change', async () => {
    await point('etcd.imago.test', '10.242.0.11');
    expect(await inside('etcd.imago.test')).toBe('10.242.0.11');
    await point('etcd.imago.test', '10.242.0.12', '10.242.0.13');
    expect(await inside('etcd.imago.test')).toBe('10.242.0.12 10.242.0.13');
    expect(await inside('nobody.imago.test')).toBe('');
  });

  test('the host finds it too, at the first address of the network', async () => {
    const resolver = new Resolver({ timeout: 1000, tries: 3 });
    resolver.setServers(['10.242.0.1']);
    await point('host.imago.test', '10.242.0.14');
    expect(await resolver.resolve4('host.imago.test')).toEqual(['10.242.0.14']);
  });

  test('names are answered while the daemon is dead, and change when there is one again', async () => {
    await point('etcd.imago.test', '10.242.0.15');
    expect(await inside('etcd.imago.test')).toBe('10.242.0.15');
    await kill();
    expect(await inside('etcd.imago.test')).toBe('10.242.0.15');
    await start();
    await point('etcd.imago.test', '10.242.0.16');
    expect(await inside('etcd.imago.test')).toBe('10.242.0.16');
  });
});
