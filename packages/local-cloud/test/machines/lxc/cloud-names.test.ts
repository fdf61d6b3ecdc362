import { expect, test } from 'vitest';
import { cloudNames, portName } from '../../../src/machines/lxc/cloud-names.ts';

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
  expect(portName('192.168.255.254')).toBe('imagoc0a8fffe');
});

test.each(['10.213.0.0/20', '10.213.1.0/16', '300.1.0.0/16', 'fd00::/16', ''])(
  'a network that is no /16 is refused: %s',
  (network) => {
    expect(() => cloudNames(network)).toThrow(`network "${network}": use a private /16 such as`);
  },
);
