import { expect, test } from 'vitest';
import { mountPoints } from '../../../../src/machines/lxc/volumes/mounts.ts';

const mountinfo = String.raw`23 1 0:21 / / rw,relatime shared:1 - overlay none rw
40 23 7:3 / /data rw,relatime shared:9 - ext4 /dev/xvdf rw
41 23 7:30 / /other rw,relatime shared:10 - ext4 /dev/xvdg rw
42 40 7:3 /sub /var/lib/a\040b rw,relatime shared:9 - ext4 /dev/xvdf rw
`;

test('the mount points of a device are found, the last first, with their real names', () => {
  expect(mountPoints(mountinfo, '7:3')).toEqual(['/var/lib/a b', '/data']);
  expect(mountPoints(mountinfo, '7:31')).toEqual([]);
});
