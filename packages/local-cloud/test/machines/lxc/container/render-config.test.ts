import { expect, test } from 'vitest';
import { cloudNames } from '../../../../src/machines/lxc/cloud-names.ts';
import { renderConfig } from '../../../../src/machines/lxc/container/render-config.ts';
import { createLayout } from '../../../../src/machines/lxc/layout.ts';

const config = renderConfig({
  spec: {
    id: 'i-1',
    disk: 'web',
    address: '10.213.0.7',
    macAddress: '02:00:0a:d5:00:07',
    hostname: 'ip-10-213-0-7',
    memoryMiB: 1024,
  },
  paths: createLayout('/data', '/cache').machine('i-1'),
  layers: ['/data/d/2/root', '/data/d/1/root', '/cache/debian-12'],
  names: cloudNames('10.213.0.0/16'),
  mtu: 1400,
  volumeScript: '/srv/volumes.sh',
  deviceRules: ['b 7:3 rwm'],
  plugScript: '/data/plug.sh',
});

test('the root is the layers, the top one first, and the machine’s own at the end', () => {
  expect(config).toContain(
    'lxc.rootfs.path = overlay:/data/d/2/root:/data/d/1/root:/cache/debian-12:/data/m/i-1/upper\n',
  );
});

test('the memory limit is given for both kinds of cgroups', () => {
  expect(config).toContain('lxc.cgroup.memory.limit_in_bytes = 1024M\n');
  expect(config).toContain('lxc.cgroup2.memory.max = 1024M\n');
});

test('cgroups, cable and bridge have names that a sweep can find', () => {
  expect(config).toContain('lxc.cgroup.dir.container = imago213.i-1.machine\n');
  expect(config).toContain('lxc.cgroup.dir.monitor = imago213.i-1.monitor\n');
  expect(config).toContain('lxc.net.0.veth.pair = imago0ad50007\n');
  expect(config).toContain('lxc.net.0.link = imago213\n');
});
