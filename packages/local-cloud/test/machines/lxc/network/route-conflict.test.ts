import { describe, expect, it } from 'vitest';
import { findRouteConflict } from '../../../../src/machines/lxc/network/route-conflict.ts';

/** As /proc/net/route has them: default via eth0, 10.213.0.0/16 on imago213, 192.168.7.0/24 on eth0. */
const TABLE = `Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
eth0\t00000000\t0107A8C0\t0003\t0\t0\t0\t00000000\t0\t0\t0
imago213\t0000D50A\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0
eth0\t0007A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
`;

describe('findRouteConflict', () => {
  it('lets a free network be, whatever the default route', () => {
    expect(findRouteConflict('10.214.0.0/16', 'imago214', TABLE)).toBeUndefined();
  });

  it("lets the cloud's own bridge be", () => {
    expect(findRouteConflict('10.213.0.0/16', 'imago213', TABLE)).toBeUndefined();
  });

  it('finds the same network on another device, and a smaller one inside', () => {
    expect(findRouteConflict('10.213.0.0/16', 'imago9', TABLE)).toEqual({
      destination: '10.213.0.0/16',
      device: 'imago213',
    });
    expect(findRouteConflict('192.168.0.0/16', 'imago192-168', TABLE)).toEqual({
      destination: '192.168.7.0/24',
      device: 'eth0',
    });
  });
});
