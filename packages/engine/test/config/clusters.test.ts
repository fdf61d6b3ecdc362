import { describe, expect, test } from 'vitest';
import {
  cluster,
  days,
  defineProject,
  etcd,
  fleet,
  http,
  loadSpec,
  memberCommand,
  minutes,
  oneAtATime,
  rolling,
  seconds,
} from '@imago/engine';
import type { VolumeOptions } from '@imago/engine';
import { least, problemsOf, settingsOf, ssh } from './store.ts';

const data: VolumeOptions = { name: 'data', size: 8, mountPoint: '/var/lib/etcd' };

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

  test('opens ports of TCP, where nothing else is said', () => {
    const { ports, udpPorts } = settingsOf({ ports: [2379, '8300/tcp', 8301, '8301/udp'] });
    expect([ports, udpPorts]).toEqual([[2379, 8300, 8301], [8301]]);
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
    [{ ports: [0] }, 'ports[0]: 0 is wrong; write a port from 1 to 65535'],
    [{ ports: [2379, '8301/sctp'] }, 'ports[1]: "8301/sctp" is wrong; write a port from 1 to 65535'],
    [{ ports: [2379, '70000/udp'] }, 'ports[1]: "70000/udp" is wrong; write a port from 1 to 65535'],
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

  test('with all its mistakes at once, those between fields among them', () => {
    expect(
      problemsOf({
        members: [{ name: 'a' }, { name: 'a' }, { name: 'c', address: 'nowhere' }],
        downgrade: 'maybe',
        health: memberCommand({ run: './up.sh', on: 'member' }),
      }).map((problem) => /^[^:]+/.exec(problem)?.[0]),
    ).toEqual(['members[2].address', 'downgrade', 'members[1].name', 'health.on']);
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
