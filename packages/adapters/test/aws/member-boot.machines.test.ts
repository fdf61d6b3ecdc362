import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DescribeImagesCommand } from '@aws-sdk/client-ec2';
import { createAwsClients, createClusterCloud } from '@imago/adapters';
import type { AwsClients } from '@imago/adapters';
import type { ClusterCloud, EnvironmentRef, MemberOrder, ObservedMember, Restored } from '@imago/engine';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectionInfo } from '../../../local-cloud/src/connection-info.ts';
import { run } from '../../../local-cloud/src/machines/run.ts';
import { spawnDaemon } from '../../../local-cloud/test/daemon/spawn-daemon.ts';
import { describeMachines, expectSoon, traces } from '../../../local-cloud/test/machines/lxc/real-host.ts';
import { clusterSettings, dataVolume } from './local-cluster.ts';

const network = '10.238.0.0/16';

const production: EnvironmentRef = { project: 'store', environment: 'production' };
const rehearsal: EnvironmentRef = { project: 'store', environment: 'test-0a1b2c3d' };
const settings = clusterSettings({
  instanceType: 't3.micro',
  volumes: [{ ...dataVolume, sizeGiB: 1, mountPoint: '/srv/my data', owner: 'daemon:daemon', mode: '0750' }],
  // The service takes its time to stop, and then still has its data.
  start: `
    echo "$IMAGO_MEMBER $IMAGO_RELEASE $IMAGO_BOOTSTRAP" >> "$IMAGO_DATA_DATA/starts"
    test -e /srv/first # ü
    echo 'sleep 1; echo stopped >> "/srv/my data/stops"' > /srv/stop
    systemd-run --unit store -p 'ExecStop=/bin/sh /srv/stop' sleep infinity`,
  userData: '#cloud-config\nruncmd:\n  - [touch, /srv/first]\n',
});

describeMachines('a member that boots', () => {
  let dataDir = '';
  let daemon: ChildProcess;
  let aws: AwsClients;
  let cloud: ClusterCloud;
  let image = '';
  let attempts = 0;

  async function member(ref: EnvironmentRef): Promise<ObservedMember> {
    const [found] = (await cloud.observe(ref)).members;
    if (found === undefined) throw new Error('there is no member');
    return found;
  }
  const idOf = async (ref: EnvironmentRef): Promise<string> => (await member(ref)).instances[0]?.id ?? '';
  async function inside(id: string, command: string): Promise<string> {
    const machine = ['-P', join(dataDir, 'm'), '-n', id];
    return (await run('lxc-attach', [...machine, '--', 'sh', '-c', command])).stdout;
  }

  /** Launches it, attaches its volume, and waits until its console says this. */
  async function boot(ref: EnvironmentRef, words: string, more: Partial<MemberOrder> = {}): Promise<string> {
    attempts += 1;
    const order: MemberOrder = {
      member: { ordinal: 1, name: 'etcd-1' },
      release: 'r1',
      image: { id: image },
      settings,
      attempt: `attempt-${attempts}`,
      bootstrap: 'existing',
      ...more,
    };
    await cloud.launchMember(ref, order);
    await expectSoon(async () => (await member(ref)).instances[0]?.state === 'running');
    const id = await idOf(ref);
    await cloud.attachVolumes(ref, 'etcd-1', id, settings);
    await expectConsole(id, words);
    return id;
  }
  const expectConsole = (id: string, words: string): Promise<void> =>
    expectSoon(async () => (await cloud.consoleOutput(id)).includes(words));

  /** In order: what is written must be there afterwards. */
  async function end(ref: EnvironmentRef): Promise<void> {
    const id = await idOf(ref);
    await cloud.stopMember(ref, id, false);
    await expectSoon(async () => (await member(ref)).instances[0]?.state === 'stopped');
    await cloud.detachVolumes(ref, 'etcd-1', id);
    await expectSoon(async () => (await member(ref)).volumes[0]?.state === 'available');
    await cloud.terminateMember(ref, id);
    await expectSoon(async () => (await member(ref)).instances.length === 0);
  }

  async function prepare(ref: EnvironmentRef, restored?: Restored): Promise<void> {
    await cloud.ensureCluster(ref, settings);
    await cloud.ensureTemplate(ref, 'r1', { id: image }, settings);
    await cloud.ensureMember(ref, { ordinal: 1, name: 'etcd-1' }, settings, restored);
    await expectSoon(async () => (await member(ref)).volumes[0]?.state === 'available');
  }

  beforeAll(async () => {
    dataDir = await mkdtemp('/var/tmp/imago-test-');
    daemon = spawnDaemon(dataDir, network);
    await expectSoon(() => connectionInfo(dataDir)?.pid === daemon.pid);
    const info = connectionInfo(dataDir);
    if (info === undefined) throw new Error('the daemon says nothing');
    aws = createAwsClients({ region: info.region, endpoint: info.endpoint, credentials: info });
    cloud = createClusterCloud(aws);
    const { Images } = await aws.ec2.send(new DescribeImagesCommand({ Owners: ['136693071363'] }));
    image = Images?.find(({ Name = '' }) => Name.startsWith('debian-12'))?.ImageId ?? '';
    await prepare(production);
  }, 600_000);

  afterAll(async () => {
    aws.close();
    const exit = once(daemon, 'exit');
    daemon.kill('SIGTERM');
    await exit;
    await rm(dataDir, { recursive: true, force: true });
    expect(await traces(network, dataDir)).toEqual([]);
  });

  test('makes its file system once, takes its name, and runs its start script at every boot', async () => {
    const id = await boot(production, 'member etcd-1 is started', { bootstrap: 'new' });
    const { volumes, networkInterface } = await member(production);
    expect(await inside(id, 'hostname; stat -c "%U:%G %a" "/srv/my data"; cat "/srv/my data/starts"')).toBe(
      'etcd-1\ndaemon:daemon 750\netcd-1 r1 new',
    );
    expect(
      await inside(id, 'cat "/srv/my data/.imago-volume"; getent ahostsv4 etcd-1 | head -1 | cut -d" " -f1'),
    ).toMatch(
      new RegExp(
        `^environment=store/production member=etcd-1 volume=data id=${volumes[0]?.id}\\n${networkInterface?.address}$`,
      ),
    );
    expect(
      await inside(id, 'grep -c . /etc/imago/member.env; . /etc/imago/member.env; echo "$IMAGO_MEMBERS"'),
    ).toBe(`9\netcd-1=${networkInterface?.address}`);
    await inside(id, 'systemctl reboot');
    await expectSoon(async () => {
      const starts = await inside(id, 'cat "/srv/my data/starts"').catch(() => '');
      return starts === 'etcd-1 r1 new\netcd-1 r1 existing';
    });
    await cloud.markFormatted(production, 'etcd-1');
  });

  test('finds its data on its next instance', async () => {
    await end(production);
    const id = await boot(production, 'member etcd-1 is started');
    expect(await inside(id, 'tail -1 "/srv/my data/starts"; wc -l < "/srv/my data/starts"')).toBe(
      'etcd-1 r1 existing\n3',
    );
    expect(await inside(id, 'cat "/srv/my data/stops"')).toBe('stopped\nstopped');
  });

  test('takes a copy of the volume for its own, where that was made from a snapshot', async () => {
    const id = await idOf(production);
    await inside(id, 'sync');
    await cloud.snapshotMember(production, 'etcd-1', 1);
    await expectSoon(async () => (await cloud.observe(production)).snapshots[0]?.state === 'completed');
    const [snapshot] = (await cloud.observe(production)).snapshots;
    await prepare(rehearsal, { snapshots: { data: snapshot?.id ?? '' }, rollout: 2 });
    const copy = await boot(rehearsal, 'member etcd-1 is started');
    const [volume] = (await member(rehearsal)).volumes;
    expect(await inside(copy, 'cat "/srv/my data/.imago-volume"; wc -l < "/srv/my data/starts"')).toBe(
      `environment=store/test-0a1b2c3d member=etcd-1 volume=data id=${volume?.id}\n4`,
    );
    await cloud.terminateMember(rehearsal, copy);
  });

  test('starts nothing on a volume that is another one, or that lost its file system', async () => {
    await inside(await idOf(production), 'echo environment=other/one > "/srv/my data/.imago-volume"');
    await end(production);
    const other = await boot(production, 'is marked as another one (environment=other/one)');
    await expectConsole(other, 'nothing is started');
    expect(await inside(other, 'mountpoint -q "/srv/my data" || echo unmounted')).toBe('unmounted');
    await inside(other, 'dd if=/dev/zero of=/dev/xvdf bs=1M count=64 conv=fsync 2> /dev/null');
    await end(production);
    const empty = await boot(production, 'has no file system, and it had one');
    expect(await inside(empty, 'blkid -p /dev/xvdf || echo "still $?"')).toBe('still 2');
  });
});
