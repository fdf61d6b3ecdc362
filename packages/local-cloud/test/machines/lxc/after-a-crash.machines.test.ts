import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { initPid } from '../../../src/machines/lxc/container/stop.ts';
import { createLayout } from '../../../src/machines/lxc/layout.ts';
import type { MachineExit, Machines } from '../../../src/machines/machines.ts';
import { run } from '../../../src/machines/run.ts';
import { answerMetadata } from './metadata-answers.ts';
import { cacheDir, machinesFor, specFor } from './machines-for.ts';
import { describeMachines, expectSoon, reachable, traces } from './real-host.ts';

const network = '10.220.0.0/16';
const one = specFor(network, 1, 'debian-12');
const two = specFor(network, 2, 'debian-12');
const jiti = fileURLToPath(new URL('../../../../../node_modules/jiti/lib/jiti-cli.mjs', import.meta.url));
const daemon = fileURLToPath(new URL('daemon-to-kill.ts', import.meta.url));

describeMachines('after a crash', () => {
  let dataDir = '';
  let machines: Machines;

  beforeEach(async () => {
    dataDir = await mkdtemp('/var/tmp/imago-test-');
    machines = machinesFor(dataDir, network);
  });

  afterEach(async () => {
    await machines.close();
    expect(await traces(network, dataDir)).toEqual([]);
    await rm(dataDir, { recursive: true, force: true });
  });

  /** Starts a daemon with two machines and kills it when it says that they run. */
  async function crash(): Promise<void> {
    const child = spawn(process.execPath, [jiti, daemon, dataDir, network], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    await expect(machines.open(new Set())).rejects.toThrow(`in use by the local cloud in ${dataDir}`);
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  test('machines outlive a killed daemon; known ones are taken over, others destroyed', async () => {
    await crash();
    const layout = createLayout(dataDir, cacheDir);
    const init = await initPid(layout, one.id);
    await mkdir(join(dataDir, 'm', '.new-i-half'));
    await mkdir(join(dataDir, 'd', '.new-77', 'root'), { recursive: true });
    const exits: MachineExit[] = [];
    machines.onExit((exit) => exits.push(exit));
    expect(await machines.open(new Set([one.id]))).toEqual(new Set([one.id]));
    await machines.serveMetadata(answerMetadata);
    expect(await initPid(layout, one.id)).toBe(init);
    expect(await readdir(join(dataDir, 'm'))).toEqual([one.id]);
    expect(await readdir(join(dataDir, 'd'))).toEqual([]);
    expect(machines.hasDisk('debian-12')).toBe(true);
    await machines.applyFirewall([{ address: one.address, protocol: 'all', sources: ['0.0.0.0/0'] }]);
    await expectSoon(() => reachable(one.address, 22));
    process.kill(init ?? 0, 'SIGKILL');
    await expectSoon(() => exits.length === 1);
    expect(exits).toEqual([{ id: one.id, kind: 'crash' }]);
  });

  test('the packet filter keeps its rules until new ones come', async () => {
    await crash();
    await machines.open(new Set([one.id, two.id]));
    await machines.serveMetadata(answerMetadata);
    await expectSoon(() => reachable(two.address, 22));
    expect(await reachable(one.address, 22)).toBe(false);
  });

  test('open and close after a kill leave the host clean, sysctls and strangers as they were', async () => {
    const limit = '/proc/sys/fs/inotify/max_user_instances';
    const before = await readFile(limit, 'utf8');
    await run('ip', ['link', 'add', 'imagostranger', 'type', 'bridge']);
    const stranger = '/sys/fs/cgroup/pids/imago22.other';
    await mkdir(stranger, { recursive: true }).catch(() => undefined);
    try {
      await crash();
      const orphan = await readFile(createLayout(dataDir, cacheDir).machine(two.id).monitorPid, 'utf8');
      process.kill(Number(orphan), 'SIGKILL');
      await machines.open(new Set([one.id, two.id]));
      await machines.close();
      expect(await traces(network, dataDir)).toEqual([]);
      const others = (await readdir('/run/imago/clouds').catch(() => [])).length;
      if (others === 0) expect(await readFile(limit, 'utf8')).toBe(before);
      expect(await readdir('/sys/class/net')).toContain('imagostranger');
    } finally {
      await run('ip', ['link', 'delete', 'imagostranger']);
      await run('rmdir', [stranger], { accept: [1] });
    }
  });

  test('what is still on its way when the cloud closes does not come after it', async () => {
    await machines.open(new Set());
    await machines.prepareBase('debian-12');
    await machines.create(one);
    await machines.create(two);
    const boots = Promise.allSettled([one, two].map(({ id }) => machines.boot(id)));
    await machines.close();
    await boots;
    await machines.applyFirewall([]);
    await expect(machines.boot(one.id)).rejects.toThrow('the cloud is closing');
    expect(await traces(network, dataDir)).toEqual([]);
  });

  test('a freeze that was cut short is finished, wherever it stopped', async () => {
    await machines.open(new Set());
    await machines.prepareBase('debian-12');
    const layout = createLayout(dataDir, cacheDir);
    const paths = layout.machine(one.id);
    await machines.create(one);
    const record: unknown = JSON.parse(await readFile(paths.record, 'utf8'));
    const on: unknown =
      typeof record === 'object' && record !== null && 'on' in record ? record.on : undefined;
    await writeFile(join(paths.upper, 'baked'), 'yes');
    // As after the journal was written, before the layer was moved.
    await run('cp', ['-a', paths.upper, paths.identity]);
    await rm(join(paths.identity, 'baked'));
    await mkdir(join(layout.disks, '.new-1'));
    await writeFile(paths.freezing, JSON.stringify({ number: 1, disk: 'cut', on }));
    await machines.open(new Set([one.id]));
    expect(machines.hasDisk('cut')).toBe(true);
    expect(await readFile(join(layout.diskRoot(1), 'baked'), 'utf8')).toBe('yes');
    expect(await readdir(paths.upper)).toEqual(['etc']);
    expect(await machines.freeze(one.id, 'cut')).toEqual(await machines.freeze(one.id, 'cut'));
  });

  test('a full disk is named, and nothing half-made stays', async () => {
    await mkdir(join(dataDir, 'small'));
    const small = join(dataDir, 'small');
    await run('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', small]);
    const cramped = machinesFor(small, network);
    try {
      await cramped.open(new Set());
      await cramped.prepareBase('debian-12');
      await cramped.create(one);
      await run('sh', ['-c', `head -c 1M /dev/zero > ${small}/m/${one.id}/upper/big`], { accept: [1] });
      await expect(cramped.create(two)).rejects.toThrow(
        `no room left under ${small} to create machine ${two.id}`,
      );
      await expect(cramped.freeze(one.id, 'full')).rejects.toThrow(`no room left under ${small} to freeze`);
      expect(cramped.hasDisk('full')).toBe(false);
      expect(await readdir(join(small, 'm'))).toEqual([one.id]);
      expect(await readdir(join(small, 'd'))).toEqual([]);
    } finally {
      await cramped.close();
      await run('umount', [small]);
    }
  });
});
