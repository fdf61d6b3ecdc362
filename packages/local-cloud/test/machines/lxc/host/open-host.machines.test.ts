import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cloudNames } from '../../../../src/machines/lxc/cloud-names.ts';
import { createHost, type Host } from '../../../../src/machines/lxc/host/open-host.ts';
import { createLayout } from '../../../../src/machines/lxc/layout.ts';
import { createFirewall } from '../../../../src/machines/lxc/network/firewall.ts';
import { describeMachines } from '../real-host.ts';

const networks = ['10.246.0.0/16', '10.247.0.0/16'];

describeMachines('clouds of one host', () => {
  test('come and go at the same time: limits stay raised for who is open, and go back with the last', async () => {
    const folder = mkdtempSync('/var/tmp/imago-test-');
    const before = settings();
    const alone = clouds().length === 0;
    try {
      await Promise.all(networks.map((network, index) => comeAndGo(hostOf(`${folder}/${index}`, network))));
      if (alone && clouds().length === 0) expect(settings()).toEqual(before);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

async function comeAndGo(host: Host): Promise<void> {
  for (let round = 0; round < 5; round += 1) {
    await host.open();
    const { forwarding, instances } = settings();
    await host.close();
    expect(forwarding).toBe(1);
    expect(instances).toBeGreaterThanOrEqual(8192);
  }
}

function hostOf(dataDir: string, network: string): Host {
  const names = cloudNames(network);
  const layout = createLayout(dataDir, '/var/cache/imago');
  return createHost({
    names,
    layout,
    firewall: createFirewall(names, layout.firewall),
    log: () => undefined,
  });
}

function settings(): { readonly forwarding: number; readonly instances: number } {
  return { forwarding: read('net/ipv4/ip_forward'), instances: read('fs/inotify/max_user_instances') };
}

function read(path: string): number {
  return Number(readFileSync(`/proc/sys/${path}`, 'utf8'));
}

function clouds(): readonly string[] {
  return existsSync('/run/imago/clouds') ? readdirSync('/run/imago/clouds') : [];
}
