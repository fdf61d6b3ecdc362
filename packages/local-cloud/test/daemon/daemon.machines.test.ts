import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
} from '@aws-sdk/client-auto-scaling';
import { CreateLaunchTemplateCommand, DescribeImagesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cleanHost } from '../../src/clean-host.ts';
import { type Daemon, startDaemon } from '../../src/daemon.ts';
import { run } from '../../src/machines/run.ts';
import { cacheDir } from '../machines/lxc/machines-for.ts';
import { describeMachines, expectSoon, traces } from '../machines/lxc/real-host.ts';

const network = '10.223.0.0/16';

describeMachines('the daemon with real machines', () => {
  let dataDir = '';
  let daemon: Daemon;
  let autoScaling: AutoScalingClient;

  async function start(): Promise<void> {
    daemon = await startDaemon({ dataDir, cacheDir, port: 0, region: 'us-east-1', network, machines: 'lxc' });
    const { endpoint, region } = daemon.info;
    autoScaling = new AutoScalingClient({ endpoint, region, credentials: daemon.info });
  }
  async function members(): Promise<readonly string[]> {
    const { AutoScalingGroups: [group] = [] } = await autoScaling.send(
      new DescribeAutoScalingGroupsCommand({}),
    );
    const serving = (group?.Instances ?? []).filter(({ LifecycleState }) => LifecycleState === 'InService');
    return serving.map(({ InstanceId }) => InstanceId ?? '').toSorted();
  }

  async function runs(id = ''): Promise<boolean> {
    const { stdout } = await run('lxc-info', ['-P', join(dataDir, 'm'), '-n', id, '-sH'], { accept: [1] });
    return stdout.trim() === 'RUNNING';
  }

  beforeAll(async () => {
    dataDir = await mkdtemp('/var/tmp/imago-test-');
    await start();
    const { endpoint, region } = daemon.info;
    const ec2 = new EC2Client({ endpoint, region, credentials: daemon.info });
    const { Images: [image] = [] } = await ec2.send(
      new DescribeImagesCommand({ Filters: [{ Name: 'name', Values: ['debian-12-amd64-*'] }] }),
    );
    await ec2.send(
      new CreateLaunchTemplateCommand({
        LaunchTemplateName: 'web',
        LaunchTemplateData: { ImageId: image?.ImageId, InstanceType: 't3.micro' },
      }),
    );
    await autoScaling.send(
      new CreateAutoScalingGroupCommand({
        AutoScalingGroupName: 'web',
        LaunchTemplate: { LaunchTemplateName: 'web' },
        MinSize: 2,
        MaxSize: 2,
        AvailabilityZones: ['us-east-1a', 'us-east-1b'],
      }),
    );
    await expectSoon(async () => (await members()).length === 2);
  });
  afterAll(async () => {
    await daemon.close().catch(() => undefined);
    await rm(dataDir, { recursive: true, force: true });
  });

  test('a machine that dies is replaced', async () => {
    const [victim = ''] = await members();
    await run('lxc-stop', ['-P', join(dataDir, 'm'), '-n', victim, '-k']);
    await expectSoon(async () => {
      const now = await members();
      return now.length === 2 && !now.includes(victim);
    });
  });

  test('a stop leaves nothing on the host, and a start brings the same machines back', async () => {
    const before = await members();
    await daemon.close();
    expect(await traces(network, dataDir)).toEqual([]);
    await start();
    await expectSoon(async () => (await runs(before[0])) && (await runs(before[1])));
    expect(await members()).toEqual(before);
  });

  test('cleaning the host after a dead daemon stops the machines and keeps their disks', async () => {
    const ids = await members();
    await daemon.close();
    await cleanHost(dataDir);
    expect(await traces(network, dataDir)).toEqual([]);
    for (const id of ids) expect(existsSync(join(dataDir, 'm', id))).toBe(true);
  });
});
