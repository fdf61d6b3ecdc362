import { describe, expect, test } from 'vitest';
import type { VolumeOptions } from '@imago/engine';
import { problemsOf } from './store.ts';

const data: VolumeOptions = { name: 'data', size: 8, mountPoint: '/var/lib/etcd' };

describe('volumes are refused', () => {
  const refused: readonly (readonly [object, string])[] = [
    [{ name: 'Data' }, 'name: "Data" is wrong; write lower-case letters, digits and dashes'],
    [{ size: 0 }, 'size: 0 is wrong; write a number from 1 to 65536, as gp3 has it'],
    [{ size: '8' }, 'size: "8" is wrong; write a whole number of GiB, such as 8'],
    [{ size: 4, type: 'st1' }, 'size: 4 is wrong; write a number from 125 to 16384, as st1 has it'],
    [{ type: 'gp4' }, "type: \"gp4\" is wrong; write 'gp3' or 'gp2'"],
    [
      { type: 'gp2', iops: 3000 },
      'iops: 3000 is wrong; remove it, or write a type that has it: gp3, io2, io1',
    ],
    [
      { type: 'io2', iops: 3000, throughput: 125 },
      'throughput: 125 is wrong; remove it, or write a type that has it: gp3',
    ],
    [{ iops: 100 }, 'iops: 100 is wrong; write a number from 3000 to 80000, as gp3 has it'],
    [{ type: 'io1' }, 'iops: is missing; write how many, such as 3000: io1 has no default'],
    [{ kmsKey: 'alias/data' }, 'kmsKey: "alias/data" is wrong; write encrypted: true beside it'],
    [{ device: '/dev/xvda' }, 'device: "/dev/xvda" is wrong; write a device name of EC2\'s'],
    [{ device: 'xvdf' }, 'device: "xvdf" is wrong; write a device name of EC2\'s'],
    [{ mountPoint: 'data' }, 'mountPoint: "data" is wrong; write a folder of its own'],
    [{ mountPoint: '/data/' }, 'mountPoint: "/data/" is wrong; write a folder of its own'],
    [{ mountPoint: '/data/../etc' }, 'mountPoint: "/data/../etc" is wrong; write a folder of its own'],
    [{ mountPoint: '/var/lib' }, 'mountPoint: "/var/lib" is wrong; write a folder of its own'],
    [{ mountPoint: '/run/etcd' }, 'mountPoint: "/run/etcd" is wrong; write a folder of its own'],
    [{ fileSystem: 'ntfs' }, "fileSystem: \"ntfs\" is wrong; write 'ext4' or 'xfs'"],
    [{ owner: 'etcd' }, 'owner: "etcd" is wrong; write user and group, such as \'etcd:etcd\''],
    [{ mode: '0799' }, 'mode: "0799" is wrong; write octal permissions as text'],
    [{ mode: 700 }, 'mode: 700 is wrong; write octal permissions as text'],
    [
      { snapshots: { every: '5h' } },
      'snapshots.every: "5h" is wrong; write a time that Data Lifecycle Manager has: 1h, 2h, 3h, 4h, 6h, 8h, 12h, 24h',
    ],
    [{ snapshots: { every: '90m' } }, 'snapshots.every: "90m" is wrong; write a time that'],
    [{ snapshots: { every: '2d' } }, 'snapshots.every: "2d" is wrong; write a time that'],
    [
      { snapshots: { every: '1d', role: 'role/x' } },
      'snapshots.role: "role/x" is wrong; write the name or the ARN of an IAM role',
    ],
    [
      { snapshots: { every: '1d', keep: 0 } },
      'snapshots.keep: 0 is wrong; write a whole number from 1 to 1000',
    ],
    [{ snapshots: {} }, "snapshots.every: is missing; write it like '90s', '5m' or '1h30m'"],
  ];

  test.each(refused)('with %j', (change, problem) => {
    expect(problemsOf({ volumes: [{ ...data, ...change }] })).toEqual([
      expect.stringContaining(`volumes[0].${problem}`),
    ]);
  });

  test('that have a name, a device or a folder of another one', () => {
    const log = { name: 'log', size: 8, device: '/dev/xvdg', mountPoint: '/log' };
    const problemsWith = (change: object): readonly string[] =>
      problemsOf({ volumes: [data, { ...log, ...change }] });
    expect(problemsWith({})).toEqual([]);
    expect(problemsWith({ name: 'data' })).toEqual([
      'volumes[1].name: "data" is wrong; give it a name that no other volume has',
    ]);
    expect(problemsWith({ device: '/dev/sdf' })).toEqual([
      'volumes[1].device: "/dev/sdf" is wrong; write another device, such as \'/dev/xvdg\': another volume has this one',
    ]);
    expect(problemsWith({ mountPoint: '/var/lib/etcd' })).toEqual([
      expect.stringMatching(/^volumes\[1\]\.mountPoint: .* where the volume data is$/),
    ]);
    expect(problemsWith({ mountPoint: '/var/lib/etcd/wal' })).toEqual([
      expect.stringMatching(/^volumes\[1\]\.mountPoint: .* where the volume data is$/),
    ]);
    expect(problemsOf({ volumes: [{ ...data, mountPoint: '/log/data' }, log] })).toEqual([
      expect.stringMatching(/^volumes\[0\]\.mountPoint: .* where the volume log is$/),
    ]);
    expect(problemsWith({ mountPoint: '/var/lib/etcd-wal' })).toEqual([]);
  });
});
