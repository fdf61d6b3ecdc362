import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FirewallRule } from '../../../src/machines/machines.ts';
import { initPid } from '../../../src/machines/lxc/container/stop.ts';
import { createLayout } from '../../../src/machines/lxc/layout.ts';
import { cacheDir } from './machines-for.ts';
import {
  describeMachines,
  expectSoon,
  openTestCloud,
  reachable,
  traces,
  type TestCloud,
} from './real-host.ts';

const network = '10.221.0.0/16';
let cloud: TestCloud;

const sshForAll = (numbers: readonly number[]): readonly FirewallRule[] =>
  numbers.map((number) => ({
    address: cloud.spec(number).address,
    protocol: 'tcp',
    fromPort: 22,
    toPort: 22,
    sources: ['0.0.0.0/0'],
  }));

const userDataDone = (number: number): Promise<void> =>
  expectSoon(async () => {
    const spec = cloud.spec(number);
    return (await cloud.inside(spec, 'test -e /run/cloud-init/result.json && echo done || true')) === 'done';
  });

describeMachines('machines', () => {
  beforeAll(async () => {
    cloud = await openTestCloud(network);
    await cloud.machines.applyFirewall(sshForAll(Array.from({ length: 60 }, (_, index) => index + 1)));
  }, 600_000);

  afterAll(async () => {
    await cloud.close();
    expect(await traces(network, cloud.dataDir)).toEqual([]);
  });

  test('a machine is a whole Debian with its own name and id that ran its user data', async () => {
    const spec = await cloud.launch(1);
    await userDataDone(1);
    expect(await cloud.inside(spec, 'cat /root/user-data-ran; hostname; readlink /proc/1/exe')).toMatch(
      new RegExp(`^${spec.hostname}\n${spec.hostname}\n.*systemd$`),
    );
    expect(await cloud.inside(spec, 'systemctl is-system-running || true')).toBe('running');
    expect(await cloud.inside(spec, 'sudo -u admin sudo -n id -u')).toBe('0');
    expect(await cloud.inside(spec, 'cut -d" " -f2 /proc/meminfo | head -0; cat /etc/machine-id')).toMatch(
      /^[0-9a-f]{32}$/,
    );
  });

  test('the console tells of the boot', async () => {
    expect(await cloud.machines.console(cloud.spec(1).id)).toContain('Reached target');
  });

  test('a machine that is halted and booted again is the same and does not run its user data again', async () => {
    const spec = cloud.spec(1);
    const who =
      'cat /etc/machine-id /etc/ssh/ssh_host_ed25519_key.pub /root/user-data-ran; echo kept > /root/file';
    const before = await cloud.inside(spec, who);
    await cloud.machines.halt(spec.id, 20);
    expect(await cloud.machines.isRunning(spec.id)).toBe(false);
    await cloud.machines.boot(spec.id);
    await userDataDone(1);
    expect(await cloud.inside(spec, who)).toBe(before);
    await cloud.machines.reboot(spec.id);
    await userDataDone(1);
    expect(await cloud.inside(spec, `cat /root/file; ${who}`)).toBe(`kept\n${before}`);
    expect(cloud.exits).toEqual([]);
  });

  test('a disk frozen from a stopped machine has its files and not its identity, and the machine goes on', async () => {
    const { machines } = cloud;
    const spec = cloud.spec(1);
    const who = 'cat /etc/machine-id /etc/ssh/ssh_host_ed25519_key.pub /etc/hostname';
    const before = await cloud.inside(spec, who);
    await machines.halt(spec.id, 20);
    expect((await machines.freeze(spec.id, 'disk-a')).bytes).toBeGreaterThan(1000);
    expect(await machines.freeze(spec.id, 'disk-a')).toEqual(await machines.freeze(spec.id, 'disk-a'));
    const child = await cloud.launch(2, 'disk-a');
    await userDataDone(2);
    expect(await cloud.inside(child, 'cat /root/file')).toBe('kept');
    expect(await cloud.inside(child, 'tail -n 1 /root/user-data-ran; hostname')).toBe(
      `${child.hostname}\n${child.hostname}`,
    );
    const childIdentity = await cloud.inside(child, who);
    for (const line of before.split('\n')) expect(childIdentity).not.toContain(line);
    await machines.boot(spec.id);
    await userDataDone(1);
    expect(await cloud.inside(spec, who)).toBe(before);
    expect(await cloud.inside(spec, 'wc -l < /root/user-data-ran')).toBe('1');
  });

  test('a disk frozen from a running machine is a copy, and the machine runs on', async () => {
    const { machines } = cloud;
    const parent = cloud.spec(2);
    await cloud.inside(parent, 'rm /root/file; echo second > /root/second; mkdir /etc/empty');
    const uptime = await cloud.inside(parent, 'stat -c %Y /proc/1');
    await machines.freeze(parent.id, 'disk-b');
    expect(await cloud.inside(parent, 'stat -c %Y /proc/1')).toBe(uptime);
    const child = await cloud.launch(3, 'disk-b');
    expect(await cloud.inside(child, 'ls /root /etc/empty; cat /root/second')).toContain('second');
    expect(await cloud.inside(child, 'test -e /root/file && echo there || echo deleted')).toBe('deleted');
  });

  test('a deleted disk stays for the machines on it and its name is free at once', async () => {
    const { machines } = cloud;
    await machines.deleteDisk('disk-b');
    expect(machines.hasDisk('disk-b')).toBe(false);
    await expect(machines.create(cloud.spec(9, 'disk-b'))).rejects.toThrow('there is no disk "disk-b"');
    await machines.reboot(cloud.spec(3).id);
    await userDataDone(3);
    expect(await cloud.inside(cloud.spec(3), 'cat /root/second')).toBe('second');
  });

  test('a power-off from inside is reported as a shutdown, a killed init as a crash', async () => {
    const { machines, exits } = cloud;
    const spec = cloud.spec(3);
    await cloud.inside(spec, 'systemctl poweroff');
    await expectSoon(() => exits.length === 1);
    await machines.boot(spec.id);
    const init = await initPid(createLayout(cloud.dataDir, cacheDir), spec.id);
    process.kill(init ?? 0, 'SIGKILL');
    await expectSoon(() => exits.length === 2);
    expect(exits).toEqual([
      { id: spec.id, kind: 'shutdown' },
      { id: spec.id, kind: 'crash' },
    ]);
  });

  test('a machine whose monitor was killed is reported as crashed and boots again', async () => {
    const { machines, exits } = cloud;
    const spec = cloud.spec(3);
    exits.length = 0;
    await machines.boot(spec.id);
    const paths = createLayout(cloud.dataDir, cacheDir).machine(spec.id);
    process.kill(Number(await readFile(paths.monitorPid, 'utf8')), 'SIGKILL');
    await expectSoon(() => exits.length === 1);
    expect(exits).toEqual([{ id: spec.id, kind: 'crash' }]);
    await machines.boot(spec.id);
    await userDataDone(3);
  });

  test('a restart from inside keeps the machine and its place behind the packet filter', async () => {
    const spec = cloud.spec(3);
    cloud.exits.length = 0;
    const boot = 'stat -c %Y.%X /proc/1; cut -d" " -f22 /proc/1/stat';
    const before = await cloud.inside(spec, boot);
    await cloud.inside(spec, 'systemctl reboot');
    await expectSoon(async () => (await cloud.inside(spec, boot).catch(() => before)) !== before);
    await expectSoon(() => reachable(spec.address, 22));
    expect(cloud.exits).toEqual([]);
    expect(await cloud.inside(cloud.spec(1), connectTo(spec.address, 22))).toBe('open');
    await cloud.machines.applyFirewall(sshForAll([1, 2]));
    expect(await cloud.inside(cloud.spec(1), connectTo(spec.address, 22))).toBe('closed');
  });

  test('what no rule allows is dropped, between machines and from the host', async () => {
    const { machines } = cloud;
    const [one, two, three] = [1, 2, 3].map((number) => cloud.spec(number));
    if (one === undefined || two === undefined || three === undefined) return;
    await machines.applyFirewall([
      { address: two.address, protocol: 'tcp', fromPort: 20, toPort: 25, sources: [`${one.address}/32`] },
      { address: one.address, protocol: 'all', sources: [network, '10.0.0.0/8', '::/0'] },
    ]);
    expect(await cloud.inside(one, connectTo(two.address, 22))).toBe('open');
    expect(await cloud.inside(three, connectTo(two.address, 22))).toBe('closed');
    expect(await reachable(two.address, 22)).toBe(false);
    expect(await reachable(one.address, 22)).toBe(true);
    expect(await cloud.inside(two, connectTo(one.address, 22))).toBe('open');
    expect(await cloud.inside(three, connectTo('169.254.169.254', 80))).toBe('open');
    await machines.applyFirewall([]);
    expect(await cloud.inside(one, connectTo(two.address, 22))).toBe('closed');
    expect(await reachable(one.address, 22)).toBe(false);
    await machines.applyFirewall(sshForAll([1, 2, 3, 4, 5]));
  });

  test('an address of a load balancer comes and goes, more than once', async () => {
    const { machines } = cloud;
    const address = '10.221.255.9';
    await machines.addAddress(address);
    await machines.addAddress(address);
    expect(await cloud.inside(cloud.spec(1), connectTo(address, 9))).toBe('refused');
    await machines.removeAddress(address);
    await machines.removeAddress(address);
  });

  test('images of images stack seventy deep, and past what a mount can take they are merged', async () => {
    const { machines, dataDir } = cloud;
    const builder = cloud.spec(4);
    await machines.create(builder);
    for (let layer = 1; layer <= 70; layer += 1) {
      await writeFile(join(dataDir, 'm', builder.id, 'upper', `layer-${layer}`), String(layer));
      await machines.freeze(builder.id, `layer-${layer}`);
    }
    const deep = await cloud.launch(5, 'layer-70');
    expect(await cloud.inside(deep, 'ls / | grep -c layer-; cat /layer-1 /layer-70')).toBe('70\n170');
    for (let layer = 71; layer <= 130; layer += 1) {
      await machines.freeze(builder.id, `layer-${layer}`);
      await machines.deleteDisk(`layer-${layer - 1}`);
    }
    await machines.halt(deep.id, 0);
    await machines.destroy(deep.id);
    const merged = await cloud.launch(5, 'layer-130');
    expect(await cloud.inside(merged, 'ls / | grep -c layer-; test -u /usr/bin/sudo && echo suid')).toBe(
      '70\nsuid',
    );
  });

  test('a disk that does not exist and a base disk that cannot be made are named', async () => {
    await expect(cloud.machines.create(cloud.spec(9, 'nothing'))).rejects.toThrow(
      'there is no disk "nothing"',
    );
    await expect(cloud.machines.prepareBase('ubuntu')).rejects.toThrow('use one of debian-11');
    await expect(cloud.machines.boot('i-none')).rejects.toThrow('there is no machine "i-none"');
  });
});

/** Prints open, closed (dropped) or refused. */
function connectTo(address: string, port: number): string {
  return `python3 -c '
import socket
try:
    socket.create_connection(("${address}", ${port}), 0.7)
    print("open")
except ConnectionRefusedError:
    print("refused")
except OSError:
    print("closed")'`;
}
