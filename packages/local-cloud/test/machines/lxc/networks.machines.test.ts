import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../../src/machines/run.ts';
import type { FirewallRule, MachineNetwork, MachineSpec } from '../../../src/machines/machines.ts';
import { machinesFor, specFor } from './machines-for.ts';
import {
  describeMachines,
  expectSoon,
  openTestCloud,
  reachable,
  type TestCloud,
  traces,
} from './real-host.ts';

const network = '10.218.0.0/16';
const own: MachineNetwork = { cidr: network, gateway: '10.218.0.1', outbound: [network] };
const beside: MachineNetwork = { cidr: '10.193.16.0/24', gateway: '10.193.16.1', outbound: [] };

const one = specFor(network, 1, 'debian-12');
const two: MachineSpec = {
  ...specFor(network, 2, 'debian-12'),
  address: '10.193.16.4',
  network: { prefixLength: 24, gateway: beside.gateway },
};
const three: MachineSpec = { ...two, id: 'i-00000000000000003', address: '10.193.16.5', hostname: 'three' };
const rules = [one, two, three].map(({ address }): FirewallRule => ({
  address,
  protocol: 'all',
  sources: ['0.0.0.0/0'],
}));

describeMachines('two networks of a cloud', () => {
  let cloud: TestCloud;
  beforeAll(async () => {
    cloud = await openTestCloud(network);
    await cloud.machines.applyFirewall(rules, [own, beside]);
    for (const [index, spec] of [one, two, three].entries()) {
      const macAddress = `02:00:00:00:00:0${index}`;
      await cloud.machines.create({ ...spec, macAddress });
      await cloud.machines.boot(spec.id);
    }
    for (const { address } of [one, two, three]) await expectSoon(() => reachable(address, 22));
  });
  afterAll(async () => {
    await cloud.close();
    expect(await traces(network, cloud.dataDir)).toEqual([]);
  });

  async function gets(from: MachineSpec, to: string, port = 22): Promise<boolean> {
    const attempt = `timeout 1 bash -c 'exec 3<>/dev/tcp/${to}/${port}' 2>/dev/null && echo yes || echo no`;
    return (await cloud.inside(from, attempt)).trim() === 'yes';
  }

  test('machines reach their own network and no other, and the host reaches both', async () => {
    expect(await gets(two, three.address)).toBe(true);
    expect(await gets(one, two.address)).toBe(false);
    expect(await gets(two, one.address)).toBe(false);
    expect(await reachable(two.address, 22)).toBe(true);
  });

  test('the host’s addresses in the networks are not reached over its other devices', async () => {
    const [space, near, far] = ['imago218-outside', 'imago218near', 'imago218far'];
    await run('ip', ['netns', 'add', space]);
    try {
      await run('ip', ['link', 'add', near, 'type', 'veth', 'peer', 'name', far, 'netns', space]);
      await run('ip', ['address', 'add', '198.51.100.1/30', 'dev', near]);
      await run('ip', ['link', 'set', near, 'up']);
      for (const command of [
        ['address', 'add', '198.51.100.2/30', 'dev', far],
        ['link', 'set', far, 'up'],
        ['route', 'add', 'default', 'via', '198.51.100.1'],
      ]) {
        await run('ip', ['-n', space, ...command]);
      }
      const knock = (address: string) =>
        run('ip', ['netns', 'exec', space, 'timeout', '1', 'bash', '-c', `: 3<>/dev/tcp/${address}/9`], {
          accept: [1, 124],
        });
      // Refused is an answer; of the guarded addresses there is none.
      expect((await knock('198.51.100.1')).stderr).toContain('refused');
      for (const { gateway } of [own, beside]) expect((await knock(gateway)).stderr).not.toContain('refused');
    } finally {
      await run('ip', ['netns', 'delete', space]);
    }
  });

  test('the metadata service answers in each network', async () => {
    const ask = `exec 3<>/dev/tcp/169.254.169.254/80; printf 'GET /latest/meta-data/instance-id HTTP/1.0\\r\\n\\r\\n' >&3; head -1 <&3`;
    for (const spec of [one, two]) {
      expect(await cloud.inside(spec, `timeout 3 bash -c "${ask.replaceAll('"', '\\"')}"`)).toMatch(/^HTTP/);
    }
  });

  test('networks outlive a daemon that dies, with their filter', async () => {
    const next = machinesFor(cloud.dataDir, network);
    expect(await next.open(new Set([one.id, two.id, three.id]))).toContain(two.id);
    expect(await gets(two, three.address)).toBe(true);
    expect(await gets(two, one.address)).toBe(false);
    expect(await reachable(two.address, 22)).toBe(true);
  });

  test('a network that is no more takes its address off the bridge', async () => {
    expect(cloud.machines.conflictOf('10.193.16.0/20')).toBeUndefined();
    expect(cloud.machines.conflictOf('127.0.0.0/16')).toMatch(/is the address of lo/);
    for (const spec of [two, three]) await cloud.machines.destroy(spec.id);
    await cloud.machines.applyFirewall(rules, [own]);
    const { stdout } = await run('ip', ['-4', '-oneline', 'address', 'show', 'dev', 'imago218']);
    expect([...stdout.matchAll(/inet (\S+)/g)].map(([, address]) => address)).toEqual(['10.218.0.1/16']);
  });
});
