import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { hostConflict } from '../../../../src/machines/lxc/network/host-conflict.ts';

test('an address of the host is in the way of a network, unless it is on the cloud’s own bridge', () => {
  expect(networkInterfaces()['lo']?.[0]?.address).toBe('127.0.0.1');
  expect(hostConflict('127.0.0.0/28', 'imago213')).toBe('127.0.0.1 is the address of lo on this host');
  expect(hostConflict('127.0.0.0/28', 'lo')).toBeUndefined();
  expect(hostConflict('203.0.113.0/24', 'imago213')).toBeUndefined();
});
