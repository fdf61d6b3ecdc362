import { expect, test } from 'vitest';
import { deviceNames } from '../../../../src/machines/lxc/volumes/device-names.ts';

test.each([
  ['/dev/xvdf', { node: 'xvdf' }],
  ['/dev/sdf', { node: 'xvdf', link: 'sdf' }],
  ['sdg', { node: 'xvdg', link: 'sdg' }],
  ['xvdba', { node: 'xvdba' }],
])('%s is in the machine as %j', (device, names) => {
  expect(deviceNames(device)).toEqual(names);
});

test.each(['/dev/../etc/passwd', '/dev/nvme1n1', '', '/dev/loop0'])('%j is refused', (device) => {
  expect(() => deviceNames(device)).toThrow('use a name such as /dev/xvdf');
});
