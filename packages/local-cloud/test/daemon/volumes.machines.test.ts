import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  AttachVolumeCommand,
  CreateSnapshotCommand,
  CreateVolumeCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeSnapshotsCommand,
  DescribeVolumesCommand,
  DetachVolumeCommand,
  EC2Client,
  RunInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectionInfo } from '../../src/connection-info.ts';
import { run } from '../../src/machines/run.ts';
import { cacheDir } from '../machines/lxc/machines-for.ts';
import { describeMachines, expectSoon, traces } from '../machines/lxc/real-host.ts';

const network = '10.241.0.0/16';
const jiti = fileURLToPath(new URL('../../../../node_modules/jiti/lib/jiti-cli.mjs', import.meta.url));
const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

describeMachines('volumes of a daemon that is killed', () => {
  let dataDir = '';
  let daemon: ChildProcess;
  let ec2: EC2Client;
  let first = '';
  let second = '';
  let data = '';

  async function start(): Promise<void> {
    const options = { 'data-dir': dataDir, 'cache-dir': cacheDir, port: '0', network };
    const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
    daemon = spawn(process.execPath, [jiti, main, ...args], { stdio: ['ignore', 'inherit', 'inherit'] });
    await expectSoon(() => connectionInfo(dataDir)?.pid === daemon.pid);
    const info = connectionInfo(dataDir);
    if (info) ec2 = new EC2Client({ endpoint: info.endpoint, region: info.region, credentials: info });
  }
  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const exit = once(daemon, 'exit');
    daemon.kill(signal);
    await exit;
  }
  async function killAndStart(): Promise<void> {
    await end('SIGKILL');
    await start();
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
        Placement: { AvailabilityZone: 'us-east-1a' },
      }),
    );
    return instance?.InstanceId ?? '';
  }
  async function isInState(id: string, state: string): Promise<boolean> {
    const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
    return Reservations[0]?.Instances?.[0]?.State?.Name === state;
  }
  async function volumeState(id: string): Promise<string> {
    const { Volumes: [volume] = [] } = await ec2.send(new DescribeVolumesCommand({ VolumeIds: [id] }));
    return volume?.Attachments?.[0]?.State ?? volume?.State ?? '';
  }
  async function create(more: { readonly SnapshotId?: string } = {}): Promise<string> {
    const { VolumeId = '' } = await ec2.send(
      new CreateVolumeCommand({ AvailabilityZone: 'us-east-1a', Size: 1, VolumeType: 'gp3', ...more }),
    );
    await expectSoon(async () => (await volumeState(VolumeId)) === 'available');
    return VolumeId;
  }
  async function attach(VolumeId: string, InstanceId: string, Device = '/dev/xvdf'): Promise<void> {
    await ec2.send(new AttachVolumeCommand({ VolumeId, InstanceId, Device }));
    await expectSoon(async () => (await volumeState(VolumeId)) === 'attached');
  }
  async function inside(id: string, command: string): Promise<string> {
    const machine = ['-P', join(dataDir, 'm'), '-n', id];
    const { stdout } = await run('lxc-attach', [...machine, '--', 'sh', '-c', command]);
    return stdout;
  }

  beforeAll(async () => {
    dataDir = await mkdtemp('/var/tmp/imago-test-');
    await start();
    first = await launch();
    second = await launch();
    for (const id of [first, second]) await expectSoon(() => isInState(id, 'running'));
    data = await create();
  }, 600_000);

  afterAll(async () => {
    await end('SIGTERM');
    expect(await traces(network, dataDir)).toEqual([]);
    await rm(dataDir, { recursive: true, force: true });
  });

  test('a volume is attached, written and snapshotted, whenever the daemon dies', async () => {
    await ec2.send(new AttachVolumeCommand({ VolumeId: data, InstanceId: first, Device: '/dev/sdf' }));
    await killAndStart();
    await expectSoon(async () => (await volumeState(data)) === 'attached');
    await inside(
      first,
      'mkfs.ext4 -q /dev/sdf; mkdir /data; mount /dev/sdf /data; echo one > /data/file; sync',
    );
    const { SnapshotId = '' } = await ec2.send(new CreateSnapshotCommand({ VolumeId: data }));
    await killAndStart();
    await expectSoon(async () => {
      const { Snapshots = [] } = await ec2.send(new DescribeSnapshotsCommand({ SnapshotIds: [SnapshotId] }));
      return Snapshots[0]?.State === 'completed';
    });
    await inside(first, 'echo two > /data/file; sync');
    const copy = await create({ SnapshotId });
    await attach(copy, second, '/dev/xvdg');
    expect(await inside(second, 'mkdir /copy; mount /dev/xvdg /copy; cat /copy/file')).toBe('one');
  });

  test('a mounted volume stays busy over a kill of the daemon, and goes to a second instance with its data', async () => {
    await ec2.send(new DetachVolumeCommand({ VolumeId: data }));
    await expectSoon(async () => (await volumeState(data)) === 'busy');
    await killAndStart();
    expect(await volumeState(data)).toBe('busy');
    await inside(first, 'umount /data');
    await expectSoon(async () => (await volumeState(data)) === 'available');
    await attach(data, second);
    expect(await inside(second, 'mkdir /data; mount /dev/xvdf /data; cat /data/file')).toBe('two');
  });

  test('an instance that stops and starts has its volumes, as does one whose power was cut by a stop', async () => {
    await ec2.send(new StopInstancesCommand({ InstanceIds: [second] }));
    await expectSoon(() => isInState(second, 'stopped'));
    await ec2.send(new StartInstancesCommand({ InstanceIds: [second] }));
    await expectSoon(() => isInState(second, 'running'));
    expect(await inside(second, 'mount /dev/xvdf /data; cat /data/file')).toBe('two');
    await end('SIGTERM');
    expect(await traces(network, dataDir)).toEqual([]);
    await start();
    const file = 'mount /dev/xvdf /data && cat /data/file';
    await expectSoon(async () => (await inside(second, file).catch(() => '')) === 'two');
  });

  test('a volume outlives the instance, though the daemon dies while that ends', async () => {
    await ec2.send(new TerminateInstancesCommand({ InstanceIds: [second] }));
    await killAndStart();
    await expectSoon(() => isInState(second, 'terminated'));
    expect(await volumeState(data)).toBe('available');
    expect(await readdir(join(dataDir, 'v'))).toContain(`${data}.img`);
    await attach(data, first);
    expect(await inside(first, 'mount /dev/xvdf /data; cat /data/file')).toBe('two');
  });
});
