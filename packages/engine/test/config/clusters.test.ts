import { describe, expect, test } from 'vitest';
import {
  cluster,
  consul,
  days,
  defineProject,
  etcd,
  fleet,
  http,
  httpGate,
  loadSpec,
  memberCommand,
  memberHttp,
  minutes,
  oneAtATime,
  rolling,
  seconds,
} from '@imago/engine';
import type { ClusterOptions, ClusterSettings, VolumeOptions } from '@imago/engine';

const ssh = { user: 'admin', privateKey: '~/.ssh/shop' };
const data: VolumeOptions = { name: 'data', size: 8, mountPoint: '/var/lib/etcd' };

/** The least that can be written. */
const least: ClusterOptions = {
  image: 'ami-0123456789abcdef0',
  members: 3,
  ports: [2379, 2380],
  network: { allowFrom: ['10.0.0.0/8'] },
  health: etcd(),
};

const project = (options: object): unknown =>
  defineProject({ name: 'shop', environments: { store: cluster({ ...least, ...options }) } });

function settingsOf(options: Partial<ClusterOptions> = {}): ClusterSettings {
  const result = loadSpec(project(options));
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  const settings = result.spec.environments['store']?.settings;
  if (settings?.kind !== 'cluster') throw new Error('no cluster');
  return settings;
}

/** `path: message; fix`, the paths within the cluster. */
function problemsOf(options: object): readonly string[] {
  const result = loadSpec(project(options));
  if ('spec' in result) return [];
  return result.problems.map(
    ({ path, message, fix }) => `${path.replace('environments.store.', '')}: ${message}; ${fix}`,
  );
}

describe('a cluster', () => {
  test('is filled in with defaults', () => {
    expect(settingsOf({ volumes: [data] })).toEqual({
      kind: 'cluster',
      members: [
        { ordinal: 1, name: 'store-1' },
        { ordinal: 2, name: 'store-2' },
        { ordinal: 3, name: 'store-3' },
      ],
      volumes: [
        {
          name: 'data',
          sizeGiB: 8,
          type: 'gp3',
          encrypted: false,
          device: '/dev/xvdf',
          mountPoint: '/var/lib/etcd',
          fileSystem: 'ext4',
        },
      ],
      instanceType: 't3.micro',
      subnets: [],
      ports: [2379, 2380],
      allowFrom: ['10.0.0.0/8'],
      sshFrom: [],
      bootstrap: 'parallel',
      downgrade: 'refused',
      health: {
        kind: 'etcd',
        name: 'etcd',
        sampling: { interval: seconds(2), count: 1, failureLimit: 0, timeout: seconds(5) },
        maxBehind: 100,
        port: 2379,
        scheme: 'http',
        from: 'here',
      },
      gates: [],
      hooks: [],
      tests: [],
      tags: {},
      strategy: {
        kind: 'one-at-a-time',
        healthyDeadline: minutes(10),
        stopDeadline: minutes(5),
        minHealthyTime: seconds(10),
        firstMemberBakeTime: seconds(0),
        bakeTime: seconds(10),
        progressDeadline: minutes(30),
        autoRollback: true,
        snapshots: true,
      },
      requireRehearsal: false,
      notifications: [],
    });
  });

  test('has members of its own names, zones and addresses, and volumes as they are written', () => {
    const settings = settingsOf({
      members: [{ name: 'etcd-a', zone: 'eu-central-1a', address: '10.0.1.10' }, {}, { name: 'etcd-c' }],
      volumes: [
        {
          ...data,
          type: 'io2',
          size: 100,
          iops: 4000,
          encrypted: true,
          kmsKey: 'alias/data',
          fileSystem: 'xfs',
          owner: 'etcd:etcd',
          mode: '0700',
          snapshots: { every: '1d' },
        },
        { name: 'log', size: 1, device: '/dev/xvdg', mountPoint: '/var/lib/etcd-log' },
      ],
    });
    expect(settings.members).toEqual([
      { ordinal: 1, name: 'etcd-a', zone: 'eu-central-1a', address: '10.0.1.10' },
      { ordinal: 2, name: 'store-2' },
      { ordinal: 3, name: 'etcd-c' },
    ]);
    expect(settings.volumes).toMatchObject([
      {
        sizeGiB: 100,
        type: 'io2',
        iops: 4000,
        kmsKey: 'alias/data',
        fileSystem: 'xfs',
        owner: 'etcd:etcd',
        mode: '0700',
        snapshots: { every: days(1), keep: 7 },
      },
      { name: 'log', sizeGiB: 1 },
    ]);
  });

  test('may have a way in, a start, and a way out for its members', () => {
    expect(
      settingsOf({
        ssh,
        start: 'systemctl start etcd',
        beforeStop: { run: 'etcdctl move-leader 1' },
        dnsName: { zone: 'example.com', name: 'etcd.example.com' },
        loadBalancer: { port: 8080, health: http('/health') },
        network: {
          vpc: 'vpc-01234567',
          subnets: ['subnet-01234567', 'subnet-12345678'],
          allowFrom: ['10.0.0.0/8'],
        },
      }),
    ).toMatchObject({
      vpc: 'vpc-01234567',
      subnets: ['subnet-01234567', 'subnet-12345678'],
      ssh: { user: 'admin', port: 22 },
      start: 'systemctl start etcd',
      beforeStop: { run: 'etcdctl move-leader 1', timeout: seconds(60), onFailure: 'stop' },
      dnsName: { zone: 'example.com', name: 'etcd.example.com' },
      loadBalancer: { listen: 80, port: 8080, scheme: 'internet-facing' },
    });
  });

  test('stands beside fleets', () => {
    const web = fleet({
      image: 'ami-0123456789abcdef0',
      size: { min: 2, desired: 2, max: 4 },
      loadBalancer: { port: 8080, health: http('/') },
    });
    const result = loadSpec(
      defineProject({ name: 'shop', environments: { web, store: cluster(least), cache: cluster(least) } }),
    );
    expect(result).toMatchObject({
      spec: {
        environments: {
          web: { name: 'web', settings: { kind: 'fleet' } },
          store: { name: 'store', settings: { kind: 'cluster', members: [{ name: 'store-1' }, {}, {}] } },
          cache: { name: 'cache', settings: { kind: 'cluster', members: [{ name: 'cache-1' }, {}, {}] } },
        },
      },
    });
  });

  test('may be even in number, but not two without one to spare', () => {
    expect(settingsOf({ members: 4 }).members).toHaveLength(4);
    expect(settingsOf({ members: 1 }).members).toHaveLength(1);
    expect(problemsOf({ members: 2 })).toEqual([
      'members: 2 is wrong; write 3 members: without one of two there is no majority',
    ]);
    const health = memberCommand({ run: './is-healthy.sh' });
    expect(problemsOf({ members: 2, health })).toEqual([
      expect.stringContaining('write 3 members, or quorum: 1 on health'),
    ]);
    expect(problemsOf({ members: 2, health: memberCommand({ run: './up.sh', quorum: 1 }) })).toEqual([]);
    expect(problemsOf({ members: 2, health: memberCommand({ run: './up.sh', quorum: 'all' }) })).toEqual([]);
  });
});

describe('the health of a cluster', () => {
  const sampling = { interval: seconds(2), count: 1, failureLimit: 0, timeout: seconds(5) };

  test('is asked of Consul on the member by default', () => {
    expect(settingsOf({ ssh, health: consul({ tokenFrom: 'CONSUL_HTTP_TOKEN' }) }).health).toEqual({
      kind: 'consul',
      name: 'consul',
      sampling,
      maxBehind: 250,
      port: 8500,
      scheme: 'http',
      from: 'member',
      tokenFrom: 'CONSUL_HTTP_TOKEN',
    });
  });

  test('is asked of any store by a command or a request', () => {
    expect(settingsOf({ health: memberCommand({ run: './up.sh', maxBehind: 0 }) }).health).toEqual({
      kind: 'member-command',
      name: 'member-command',
      sampling: { ...sampling, timeout: seconds(10) },
      maxBehind: 0,
      on: 'here',
      run: './up.sh',
      quorum: 'majority',
    });
    const health = memberHttp({ path: '/health', port: 2380, quorum: 2, interval: '5s' });
    expect(settingsOf({ health }).health).toEqual({
      kind: 'member-http',
      name: 'member-http',
      sampling: { ...sampling, interval: seconds(5) },
      maxBehind: 100,
      port: 2380,
      scheme: 'http',
      from: 'here',
      path: '/health',
      matcher: '200-299',
      quorum: 2,
    });
  });

  test('is asked with certificates over TLS alone, each with its key', () => {
    const files = { caFile: 'pki/ca.pem', certFile: 'pki/client.pem', keyFile: 'pki/client.key' };
    expect(settingsOf({ health: etcd({ scheme: 'https', ...files }) }).health).toMatchObject(files);
    expect(problemsOf({ health: etcd({ caFile: 'pki/ca.pem' }) })).toEqual([
      'health.caFile: "pki/ca.pem" is wrong; write scheme: \'https\' beside it, or remove it',
    ]);
    expect(problemsOf({ health: etcd({ scheme: 'https', certFile: 'c.pem' }) })).toEqual([
      'health.keyFile: is missing; write the path of the key that belongs to certFile',
    ]);
    expect(problemsOf({ health: etcd({ scheme: 'https', keyFile: 'c.key' }) })).toEqual([
      'health.certFile: is missing; write the path of the certificate that belongs to keyFile',
    ]);
  });

  test.each([
    [{ health: consul() }, 'health.from: is missing; write ssh: { user, privateKey } on the cluster'],
    [
      { health: memberCommand({ run: './up.sh', on: 'member' }) },
      'health.on: "member" is wrong; write ssh: { user, privateKey } on the cluster',
    ],
    [{ ports: [2380] }, "ports: [2380] is wrong; add 2379, where members are asked, or write from: 'member'"],
    [
      { network: {} },
      'network.allowFrom: is missing; write the block that members are asked from on port 2379',
    ],
    [
      { health: memberCommand({ run: './up.sh', quorum: 3 }) },
      'health.quorum: 3 is wrong; write at most 2: one of 3 is taken out',
    ],
    [
      { health: httpGate({ path: '/' }) },
      'health: {"path":"/","kind":"http"} is wrong; write etcd(), consul(), memberCommand({ run })',
    ],
  ])('is refused where it could never be asked, or never spare a member: %j', (options, problem) => {
    expect(problemsOf(options)).toEqual([expect.stringContaining(problem)]);
  });

  test('has to be there', () => {
    const { health: _, ...rest } = least;
    const config = { kind: 'project', name: 'shop', environments: { store: { kind: 'cluster', ...rest } } };
    expect(loadSpec(config)).toMatchObject({
      problems: [{ path: 'environments.store.health', message: 'is missing' }],
    });
  });
});

describe('members are refused', () => {
  test.each([
    [0, 'members: 0 is wrong; write how many members, from 1 to 50, such as 3, or a list of them'],
    [[], 'members: [] is wrong; name a member at least'],
    ['three', 'members: "three" is wrong; write how many members'],
    [[{ name: 'Etcd_1' }], 'members[0].name: "Etcd_1" is wrong; write a host name of lower-case letters'],
    [[{ name: 'etcd-' }], 'members[0].name: "etcd-" is wrong; write a host name'],
    [
      [{ name: 'a' }, { name: 'b' }, { name: 'a' }],
      'members[2].name: "a" is wrong; give it a name that no other member has',
    ],
    [[{ name: 'store-2' }, {}, {}], 'members[1].name: is missing; give it a name that no other member has'],
    [[{ zone: 'central' }], 'members[0].zone: "central" is wrong; write an availability zone'],
    [[{ address: '10.0.1' }], 'members[0].address: "10.0.1" is wrong; write a private address'],
    [[{ address: '127.0.0.1' }], 'members[0].address: "127.0.0.1" is wrong; write the address of a machine'],
    [[{ address: '224.0.0.1' }], 'members[0].address: "224.0.0.1" is wrong; write the address of a machine'],
    [
      [{ address: '10.0.1.10' }, {}, { address: '10.0.1.10' }],
      'members[2].address: "10.0.1.10" is wrong; give it an address that no other member has',
    ],
    [[{ adress: '10.0.1.10' }], 'members[0].adress: unknown field adress; write address'],
  ])('as %j', (members, problem) => {
    expect(problemsOf({ members })).toEqual([expect.stringContaining(problem)]);
  });

  test('in zones of another region', () => {
    const members = [{ zone: 'eu-central-1a' }, { zone: 'eu-west-1a' }, {}];
    expect(problemsOf({ region: 'eu-central-1', members })).toEqual([
      'members[1].zone: "eu-west-1a" is wrong; write a zone of eu-central-1, such as \'eu-central-1a\'',
    ]);
    expect(problemsOf({ members })).toEqual([]);
  });
});

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
    [{ snapshots: { every: '5m' } }, 'snapshots.every: "5m" is wrong; write a time from 3600s'],
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

describe('a cluster is refused', () => {
  test.each([
    [
      { strategy: rolling() },
      'strategy: {"kind":"rolling"} is wrong; write oneAtATime({ … }): members of a cluster are replaced',
    ],
    [
      { strategy: oneAtATime({ progressDeadline: '1m' }) },
      'strategy.progressDeadline: "1m" is wrong; write at least 910s: stopDeadline, healthyDeadline and minHealthyTime',
    ],
    [{ size: { min: 3 } }, 'size: unknown field size; '],
    [{ ports: [0] }, 'ports[0]: 0 is wrong; write a whole number from 1 to 65535'],
    [
      { dnsName: { zone: 'example.com', name: 'etcd.example.org' } },
      'dnsName.name: "etcd.example.org" is wrong; write a name in example.com, such as \'etcd.example.com\'',
    ],
    [
      { dnsName: { zone: 'example.com', name: 'myexample.com' } },
      'dnsName.name: "myexample.com" is wrong; write a name in example.com',
    ],
    [
      { network: { ...least.network, vpc: 'vpc-01234567' } },
      'network.subnets: is missing; name a subnet of that VPC',
    ],
    [
      {
        network: { ...least.network, vpc: 'vpc-01234567', subnets: ['subnet-01234567'] },
        loadBalancer: { port: 80, health: http('/') },
      },
      'network.subnets: ["subnet-01234567"] is wrong; name at least two subnets of that VPC, in two zones',
    ],
    [{ bootstrap: 'serial' }, "bootstrap: \"serial\" is wrong; write 'parallel' or 'one-at-a-time'"],
    [{ downgrade: true }, "downgrade: true is wrong; write 'allowed' or 'refused'"],
    [
      { beforeStop: { run: 'true' } },
      'beforeStop: {"run":"true"} is wrong; write ssh: { user, privateKey } on the cluster',
    ],
  ])('with %j', (options, problem) => {
    expect(problemsOf(options)).toEqual([expect.stringContaining(problem)]);
  });

  test('a hosted zone may be named by its id, where nothing is known of its names', () => {
    expect(problemsOf({ dnsName: { zone: 'Z0123456789ABC', name: 'etcd.example.com' } })).toEqual([]);
    expect(problemsOf({ dnsName: { zone: 'Example.com.', name: 'etcd.example.com' } })).toEqual([]);
  });

  test('as a fleet is with what only a cluster has', () => {
    const web = {
      image: 'ami-0123456789abcdef0',
      size: { min: 2, desired: 2, max: 4 },
      loadBalancer: { port: 8080, health: http('/') },
    };
    const wrong = { ...web, kind: 'fleet', strategy: oneAtATime(), gates: [etcd()] };
    const result = loadSpec({ kind: 'project', name: 'shop', environments: { web: wrong } });
    expect('problems' in result && result.problems.map(({ path, fix }) => `${path}: ${fix}`)).toEqual([
      'environments.web.gates[0]: write it as the health of a cluster({ … })',
      'environments.web.strategy: write blueGreen({ … }), canary({ … }) or rolling({ … }): oneAtATime() is for a cluster({ … })',
    ]);
  });

  test('and anything that is neither', () => {
    expect(loadSpec({ kind: 'project', name: 'shop', environments: { store: { kind: 'pod' } } })).toEqual({
      problems: [
        {
          path: 'environments.store',
          message: '{"kind":"pod"} is wrong',
          fix: 'write fleet({ … }) or cluster({ … })',
        },
      ],
    });
  });
});
