import { expect, test } from 'vitest';
import { cloudNames, isPortName, portName } from '../../../src/machines/lxc/cloud-names.ts';

test('a cloud is named after its network', () => {
  expect(cloudNames('10.213.0.0/16')).toEqual({
    network: '10.213.0.0/16',
    hostAddress: '10.213.0.1',
    cloud: 'imago213',
    cgroupPrefix: 'imago213.',
    portPrefix: 'imago0ad5',
  });
  expect(cloudNames('172.31.0.0/16').cloud).toBe('imago172-31');
});

test('names fit the fifteen letters that the kernel takes', () => {
  expect(cloudNames('192.168.0.0/16').cloud.length).toBeLessThanOrEqual(15);
  const names = cloudNames('192.168.0.0/16');
  expect(portName(names, '192.168.255.254')).toBe('imagoc0a8fffe');
  expect(portName(names, '100.127.255.254')).toHaveLength(15);
});

test.each(['10.213.0.0/20', '10.213.1.0/16', '300.1.0.0/16', 'fd00::/16', ''])(
  'a network that is no /16 is refused: %s',
  (network) => {
    expect(() => cloudNames(network)).toThrow(`network "${network}": use a private /16 such as`);
  },
);

test('cables of all its networks begin with a cloud’s own name, and no two addresses have the same', () => {
  const names = cloudNames('10.213.0.0/16');
  const addresses = ['10.213.0.4', '10.50.0.4', '10.50.0.5', '172.16.0.4', '192.168.0.4', '100.64.0.4'];
  const ports = addresses.map((address) => portName(names, address));
  expect(new Set(ports).size).toBe(addresses.length);
  expect(ports.filter((name) => isPortName(names, name))).toEqual(ports);
  expect(isPortName(names, names.cloud)).toBe(false);
  expect(isPortName(cloudNames('10.50.0.0/16'), ports[1] ?? '')).toBe(false);
});
