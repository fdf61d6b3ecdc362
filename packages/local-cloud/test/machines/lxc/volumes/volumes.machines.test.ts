import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { initPid } from '../../../../src/machines/lxc/container/stop.ts';
import { createLayout } from '../../../../src/machines/lxc/layout.ts';
import { whileHeld } from '../../../../src/machines/lxc/volumes/hold-still.ts';
import type { MachineSpec } from '../../../../src/machines/machines.ts';
import type { Volumes } from '../../../../src/machines/volumes.ts';
import { run } from '../../../../src/machines/run.ts';
import { cacheDir, machinesFor, specFor } from '../machines-for.ts';
import { describeMachines, expectSoon, openTestCloud, traces, type TestCloud } from '../real-host.ts';

const network = '10.241.0.0/16';
let cloud: TestCloud;
let volumes: Volumes;
let one: MachineSpec;
let two: MachineSpec;

const inside = (spec: MachineSpec, command: string): Promise<string> => cloud.inside(spec, command);
const attach = (volume: string, { id: machine }: MachineSpec, device = '/dev/xvdf'): Promise<void> =>
  volumes.attach({ volume, machine, device });
const detach = (volume: string, { id: machine }: MachineSpec, force = false): Promise<string> =>
  volumes.detach({ volume, machine, force });

async function formatted(volume: string, spec: MachineSpec, device = '/dev/xvdf'): Promise<void> {
  await volumes.create({ id: volume, sizeGiB: 1 });
  await attach(volume, spec, device);
  await inside(spec, `mkfs.ext4 -q ${device} && mkdir -p /data && mount ${device} /data`);
}

describeMachines('volumes of machines', () => {
  beforeAll(async () => {
    cloud = await openTestCloud(network);
    volumes = cloud.machines.volumes;
    await cloud.machines.applyFirewall(
      [1, 2].map((number) => ({
        address: cloud.spec(number).address,
        protocol: 'all',
        sources: ['0.0.0.0/0'],
      })),
    );
    one = await cloud.launch(1);
    two = await cloud.launch(2);
  }, 600_000);

  afterAll(async () => {
    await cloud.close();
    expect(await traces(network, cloud.dataDir)).toEqual([]);
  });

  test('a volume appears in a running machine, keeps its data, and goes on to another machine', async () => {
    await formatted('vol-a', one, '/dev/sdf');
    expect(await inside(one, 'readlink /dev/sdf; stat -c "%F %a %G" /dev/xvdf')).toBe(
      'xvdf\nblock special file 660 disk',
    );
    await inside(one, 'echo kept > /data/file; umount /data');
    await expect(attach('vol-a', two)).rejects.toThrow(`${one.id} has it`);
    expect(await detach('vol-a', one)).toBe('detached');
    expect(await inside(one, 'ls /dev/xvdf /dev/sdf 2>/dev/null || echo gone')).toBe('gone');
    await attach('vol-a', two);
    expect(await inside(two, 'mkdir -p /data; mount /dev/xvdf /data; cat /data/file; umount /data')).toBe(
      'kept',
    );
    expect(await detach('vol-a', two)).toBe('detached');
    expect(await detach('vol-a', two)).toBe('detached');
  });

  test('a machine can open no block device but its own', async () => {
    await volumes.create({ id: 'vol-b', sizeGiB: 1 });
    await attach('vol-b', one);
    const numbers = await inside(one, 'stat -c "%Hr %Lr" /dev/xvdf');
    const open = `mknod /tmp/other b ${numbers}; head -c 1 /tmp/other > /dev/null && echo open || echo denied; rm /tmp/other`;
    expect(await inside(one, open)).toBe('open');
    expect(await inside(two, `(${open}) 2>/dev/null`)).toBe('denied');
    expect(await detach('vol-b', one)).toBe('detached');
    expect(await inside(one, `(${open}) 2>/dev/null`)).toBe('denied');
  });

  test('a mounted volume is busy until it is unmounted', async () => {
    await formatted('vol-c', one);
    expect(await detach('vol-c', one)).toBe('busy');
    await inside(one, 'echo still > /data/here; umount /data');
    expect(await detach('vol-c', one)).toBe('detached');
  });

  test('by force it is torn out: the machine sees I/O errors, and the next one has what was synced', async () => {
    await formatted('vol-d', one);
    await inside(one, 'echo synced > /data/a; sync; echo lost > /data/b; tail -f /data/a > /dev/null 2>&1 &');
    await inside(
      one,
      'cd /data; (for turn in $(seq 50); do sleep 0.1; echo x >> a; done) > /root/log 2>&1 &',
    );
    expect(await detach('vol-d', one, true)).toBe('detached');
    await expectSoon(async () => (await inside(one, 'cat /root/log')).includes('Input/output error'));
    expect(await inside(one, 'ls /data; mountpoint -q /data || echo unmounted')).toBe('unmounted');
    expect(await inside(one, 'ls /dev/xvdf 2>/dev/null || echo gone')).toBe('gone');
    await attach('vol-d', two);
    expect(await inside(two, 'mount /dev/xvdf /data; head -1 /data/a; umount /data')).toBe('synced');
    expect(await detach('vol-d', two)).toBe('detached');
    await inside(one, 'kill $(pidof tail)');
  });

  test('a machine has its volumes again after a restart from inside, and after it was stopped', async () => {
    await formatted('vol-e', one, '/dev/sdg');
    await inside(one, 'echo "/dev/sdg /data ext4 defaults,nofail 0 2" >> /etc/fstab; echo boot > /data/file');
    const boot = 'cut -d" " -f22 /proc/1/stat';
    const before = await inside(one, boot);
    await inside(one, 'systemctl reboot');
    await expectSoon(async () => (await inside(one, boot).catch(() => before)) !== before);
    await expectSoon(async () => (await inside(one, 'cat /data/file 2>/dev/null || true')) === 'boot');
    await cloud.machines.halt(one.id, 20);
    await cloud.machines.boot(one.id);
    await expectSoon(async () => (await inside(one, 'cat /data/file 2>/dev/null || true')) === 'boot');
    await inside(one, 'sed -i /sdg/d /etc/fstab; umount /data');
    expect(await detach('vol-e', one)).toBe('detached');
  });

  test('a snapshot has what was written until then, a volume from it is independent, and it may be larger', async () => {
    await formatted('vol-f', one);
    await volumes.create({ id: 'vol-f2', sizeGiB: 1 });
    await attach('vol-f2', one, '/dev/xvdg');
    await inside(one, 'echo before > /data/file; echo raw | dd of=/dev/xvdg conv=notrunc status=none');
    await volumes.snapshot([
      { volume: 'vol-f', snapshot: 'snap-f' },
      { volume: 'vol-f2', snapshot: 'snap-f2' },
    ]);
    await inside(one, 'echo after > /data/file; sync');
    await volumes.create({ id: 'vol-g', sizeGiB: 2, snapshot: 'snap-f' });
    await volumes.create({ id: 'vol-g2', sizeGiB: 1, snapshot: 'snap-f2' });
    await attach('vol-g', two);
    await attach('vol-g2', two, '/dev/xvdg');
    expect(await inside(two, 'mount /dev/xvdf /data; cat /data/file; head -c 3 /dev/xvdg')).toBe(
      'before\nraw',
    );
    await inside(two, 'umount /data; e2fsck -fp /dev/xvdf && resize2fs /dev/xvdf 2>/dev/null');
    expect(await inside(two, 'e2fsck -fn /dev/xvdf > /dev/null 2>&1 && echo clean')).toBe('clean');
    expect(await inside(one, 'cat /data/file; umount /data')).toBe('after');
    for (const name of ['snap-f', 'snap-f2']) await volumes.deleteSnapshot(name);
    for (const volume of ['vol-f', 'vol-f2']) expect(await detach(volume, one)).toBe('detached');
    for (const volume of ['vol-g', 'vol-g2']) expect(await detach(volume, two)).toBe('detached');
  });

  test('a volume grows under a mounted file system', async () => {
    await formatted('vol-h', one);
    await volumes.grow('vol-h', 3);
    expect(await inside(one, 'blockdev --getsize64 /dev/xvdf')).toBe(String(3 * 1024 ** 3));
    await inside(
      one,
      'echo kept > /data/file; umount /data; e2fsck -fp /dev/xvdf && resize2fs /dev/xvdf 2>/dev/null',
    );
    expect(
      Number(await inside(one, 'mount /dev/xvdf /data; df --output=size -B 1M /data | tail -1')),
    ).toBeGreaterThan(2500);
    await inside(one, 'umount /data');
    expect(await detach('vol-h', one)).toBe('detached');
  });

  test('a machine that is destroyed lets go of its volumes, whose data stay until they are deleted', async () => {
    await formatted('vol-i', two);
    await inside(two, 'echo kept > /data/file; sync');
    await cloud.machines.destroy(two.id);
    await attach('vol-i', one);
    expect(await inside(one, 'mount /dev/xvdf /data; cat /data/file; umount /data')).toBe('kept');
    await expect(volumes.delete('vol-i')).rejects.toThrow(`${one.id} has it`);
    expect(await detach('vol-i', one)).toBe('detached');
    await volumes.delete('vol-i');
    expect(existsSync(join(cloud.dataDir, 'v', 'vol-i.img'))).toBe(false);
  });

  test('a machine that ends while its file system is held still leaves nothing behind', async () => {
    await formatted('vol-k', one);
    await inside(one, 'echo kept > /data/file');
    const layout = createLayout(cloud.dataDir, cacheDir);
    const init = await initPid(layout, one.id);
    await whileHeld(layout, [`/proc/${init}/root/data`], async () => {
      await cloud.machines.halt(one.id, 0);
      expect(await detach('vol-k', one)).toBe('busy');
    });
    await expectSoon(async () => (await detach('vol-k', one)) === 'detached');
    await cloud.machines.boot(one.id);
    await attach('vol-k', one);
    expect(await inside(one, 'mount /dev/xvdf /data; cat /data/file; umount /data')).toBe('kept');
    expect(await detach('vol-k', one)).toBe('detached');
  });

  test('what a daemon that died held still is let go of by the next one', async () => {
    await formatted('vol-l', one);
    const init = await initPid(createLayout(cloud.dataDir, cacheDir), one.id);
    const held = `/proc/${init}/root/data`;
    await run('fsfreeze', ['--freeze', held]);
    await writeFile(join(cloud.dataDir, 'v', 'held.json'), JSON.stringify([held]));
    await writeFile(join(cloud.dataDir, 'v', '.new-snap-half'), '');
    await cloud.machines.open(new Set([one.id]));
    expect(await inside(one, 'echo written > /data/file; cat /data/file; umount /data')).toBe('written');
    expect((await readdir(join(cloud.dataDir, 'v'))).filter((name) => !name.endsWith('.img'))).toEqual([]);
    expect(await detach('vol-l', one)).toBe('detached');
  });

  test('no device is left when the cloud closes, and the machine has its volume when it boots again', async () => {
    await formatted('vol-j', one);
    await inside(one, 'echo kept > /data/file');
    await cloud.machines.close();
    expect(await traces(network, cloud.dataDir)).toEqual([]);
    expect(await readdir(join(cloud.dataDir, 'v'))).toContain('vol-j.img');
    await cloud.machines.open(new Set([one.id]));
    expect((await run('losetup', ['--all'])).stdout).not.toContain(cloud.dataDir);
    await cloud.machines.boot(one.id);
    await expectSoon(
      async () => (await inside(one, 'mount /dev/xvdf /data && cat /data/file || true')) === 'kept',
    );
    expect(await readFile(join(cloud.dataDir, 'm', one.id, 'volumes.json'), 'utf8')).toContain('vol-j');
  });
});

describeMachines('volumes on a full disk', () => {
  test('the machine sees an I/O error, the cloud is told, and nothing half-made stays', async () => {
    const dataDir = await mkdtemp('/var/tmp/imago-test-');
    await run('mount', ['-t', 'tmpfs', '-o', 'size=80M', 'tmpfs', dataDir]);
    const machines = machinesFor(dataDir, network);
    const spec = specFor(network, 1, 'debian-12');
    const sh = async (command: string): Promise<string> => {
      const where = ['-P', join(dataDir, 'm'), '-n', spec.id];
      return (await run('lxc-attach', [...where, '--', 'sh', '-c', command])).stdout;
    };
    try {
      await machines.open(new Set());
      await machines.prepareBase('debian-12');
      await machines.create(spec);
      await machines.boot(spec.id);
      await machines.volumes.create({ id: 'vol-a', sizeGiB: 1 });
      await machines.volumes.attach({ volume: 'vol-a', machine: spec.id, device: '/dev/xvdf' });
      const fill = 'head -c 50M /dev/urandom | dd of=/dev/xvdf conv=fsync status=none && echo written';
      expect(await sh(fill)).toBe('written');
      const copy = machines.volumes.snapshot([{ volume: 'vol-a', snapshot: 'snap-a' }]);
      await expect(copy).rejects.toThrow(`no room left under ${dataDir} to take a snapshot`);
      expect(await readdir(join(dataDir, 'v'))).toEqual(['vol-a.img']);
      const more = 'dd if=/dev/urandom of=/dev/xvdf bs=1M seek=100 count=60 conv=fsync,notrunc 2>&1 || true';
      expect(await sh(more)).toMatch(/Input\/output error|No space left/);
    } finally {
      await machines.close();
      await run('umount', [dataDir]);
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});
