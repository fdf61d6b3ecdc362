import type { Change, ChangeAction, ResourceRecordSet } from '@aws-sdk/client-route-53';
import { CreateLoadBalancerCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { beforeEach, describe, expect, test } from 'vitest';
import { refusal } from '../refusal.ts';
import { change, createZone, eachDnsCloud, records, set } from './route53-cloud.ts';

const it = eachDnsCloud('elbv2');
let zone = '';

beforeEach(async () => {
  zone = await createZone(it.local, 'example.com');
});

const to = (Action: ChangeAction, ResourceRecordSet: ResourceRecordSet): Change => ({
  Action,
  ResourceRecordSet,
});
const www = set('www.example.com', 'A', '192.0.2.1');

test('UPSERT creates a record set, or puts it in place of the one that is there', async () => {
  await change(it.local, zone, to('UPSERT', www));
  await change(it.local, zone, to('UPSERT', set('WWW.Example.com.', 'A', '192.0.2.2', '192.0.2.3')));
  expect(await records(it.local, zone)).toEqual(['www.example.com. A 192.0.2.2,192.0.2.3']);
});

test('values of all served types are kept as they were given', async () => {
  const sets = [
    set('a.example.com', 'AAAA', 'fd00::1'),
    set('b.example.com', 'CNAME', 'www.example.com'),
    set('c.example.com', 'TXT', '"one" "two"', '"with \\"quotes\\""'),
    set('_etcd._tcp.example.com', 'SRV', '0 10 2380 etcd-1.example.com'),
    set('example.com', 'MX', '10 mail.example.com'),
    set('example.com', 'CAA', '0 issue "ca.example.net"'),
  ];
  await change(it.local, zone, ...sets.map((one) => to('CREATE', one)));
  expect(await records(it.local, zone)).toEqual([
    'example.com. CAA 0 issue "ca.example.net"',
    'example.com. MX 10 mail.example.com',
    '_etcd._tcp.example.com. SRV 0 10 2380 etcd-1.example.com',
    'a.example.com. AAAA fd00::1',
    'b.example.com. CNAME www.example.com',
    'c.example.com. TXT "one" "two","with \\"quotes\\""',
  ]);
});

test('a batch is done as a whole or not at all', async () => {
  await expect(
    change(it.local, zone, to('CREATE', www), to('CREATE', set('example.org', 'A', '192.0.2.1'))),
  ).rejects.toMatchObject(refusal('InvalidChangeBatch', 400));
  expect(await records(it.local, zone)).toEqual([]);
});

test('a record set may be deleted and created again in one batch', async () => {
  await change(it.local, zone, to('CREATE', www));
  await change(it.local, zone, to('DELETE', www), to('CREATE', { ...www, TTL: 1 }));
  await change(
    it.local,
    zone,
    to('DELETE', { ...www, TTL: 1 }),
    to('CREATE', set('www.example.com', 'CNAME', 'example.org')),
  );
  expect(await records(it.local, zone)).toEqual(['www.example.com. CNAME example.org']);
});

test('values may be deleted in any order', async () => {
  await change(it.local, zone, to('CREATE', set('a.example.com', 'A', '192.0.2.1', '192.0.2.2')));
  await change(it.local, zone, to('DELETE', set('a.example.com', 'A', '192.0.2.2', '192.0.2.1')));
  expect(await records(it.local, zone)).toEqual([]);
});

describe('InvalidChangeBatch', () => {
  beforeEach(() =>
    change(
      it.local,
      zone,
      to('CREATE', www),
      to('CREATE', set('name.example.com', 'CNAME', 'www.example.com')),
    ),
  );
  const label = "resource record set [name='www.example.com.', type='A']";
  const apex = (type: string): string => `RRSet of type ${type} with DNS name example.com.`;

  test.each<[string, Change[]]>([
    [`Tried to create ${label} but it already exists`, [to('CREATE', www)]],
    [
      `Tried to delete ${label} but the values provided do not match the current values`,
      [to('DELETE', { ...www, TTL: 61 })],
    ],
    [
      "Tried to delete resource record set [name='no.example.com.', type='A'] but it was not found",
      [to('DELETE', set('no.example.com', 'A', '192.0.2.1'))],
    ],
    [
      'RRSet with DNS name example.org. is not permitted in zone example.com.',
      [to('UPSERT', set('example.org', 'A', '192.0.2.1'))],
    ],
    [
      `${apex('CNAME')} is not permitted at apex in zone example.com.`,
      [to('CREATE', set('example.com', 'CNAME', 'example.org'))],
    ],
    [
      'RRSet of type CNAME with DNS name www.example.com. is not permitted as it conflicts with other records with the same DNS name in zone example.com.',
      [to('CREATE', set('www.example.com', 'CNAME', 'example.org'))],
    ],
    [
      'RRSet of type A with DNS name name.example.com. is not permitted because a conflicting RRSet of type  CNAME with the same DNS name already exists in zone example.com.',
      [to('UPSERT', set('name.example.com', 'A', '192.0.2.1'))],
    ],
    [
      "The request contains an invalid set of changes for a resource record set 'A www.example.com.'",
      [to('UPSERT', www), to('UPSERT', www)],
    ],
    [
      "Invalid Resource Record: 'FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) encountered with '1.2.3''",
      [to('UPSERT', set('a.example.com', 'A', '1.2.3'))],
    ],
    [
      "Invalid Resource Record: 'FATAL problem: InvalidCharacterString (Value should be enclosed in quotation marks) encountered with 'bare''",
      [to('UPSERT', set('a.example.com', 'TXT', 'bare'))],
    ],
    [
      "Duplicate Resource Record: '192.0.2.1'",
      [to('UPSERT', set('a.example.com', 'A', '192.0.2.1', '192.0.2.1'))],
    ],
  ])('%s', async (message, changes) => {
    await expect(change(it.local, zone, ...changes)).rejects.toMatchObject({
      ...refusal('InvalidChangeBatch', 400),
      message: `[${message}]`,
    });
  });

  test('all problems of a batch are told at once', async () => {
    await expect(
      change(it.local, zone, to('CREATE', www), to('DELETE', set('no.example.com', 'A', '192.0.2.1'))),
    ).rejects.toMatchObject({
      message: expect.stringMatching(/^\[Tried to create .*, Tried to delete .*\]$/),
    });
  });

  test("a zone's own records cannot be deleted", async () => {
    const found = it.local.cloud.tables.hostedZones.get(zone)?.recordSets.find(({ type }) => type === 'SOA');
    const soa = { ...set('example.com', 'SOA', ...(found?.values ?? [])), TTL: 900 };
    await expect(change(it.local, zone, to('DELETE', soa))).rejects.toMatchObject({
      message: '[A HostedZone must contain exactly one SOA record.]',
    });
  });
});

describe('aliases', () => {
  const alias = (HostedZoneId: string, DNSName: string): ResourceRecordSet => ({
    Name: 'web.example.com',
    Type: 'A',
    AliasTarget: { HostedZoneId, DNSName, EvaluateTargetHealth: true },
  });

  test('an alias of a load balancer is created, shown and deleted', async () => {
    const Subnets = Array.from(it.local.cloud.tables.subnets.values(), ({ id }) => id);
    const { LoadBalancers: [balancer] = [] } = await it.local.elbv2.send(
      new CreateLoadBalancerCommand({ Name: 'web', Subnets }),
    );
    const { CanonicalHostedZoneId = '', DNSName = '' } = balancer ?? {};
    await change(it.local, zone, to('UPSERT', alias(CanonicalHostedZoneId, `dualstack.${DNSName}`)));
    expect(await records(it.local, zone)).toEqual([`web.example.com. A dualstack.${DNSName}.`]);
    await it.local.tick();
    const [names] = it.local.machines.names.values();
    expect(names?.records).toContainEqual({ name: 'web.example.com.', type: 'A', value: DNSName });
    await change(it.local, zone, to('DELETE', alias(CanonicalHostedZoneId, `dualstack.${DNSName}`)));
    expect(await records(it.local, zone)).toEqual([]);
  });

  test('InvalidChangeBatch for a target that is not there', async () => {
    await expect(
      change(it.local, zone, to('CREATE', alias('Z35SXDOTRQ7X7K', '10.213.255.9'))),
    ).rejects.toMatchObject({
      message:
        '[Tried to create an alias that targets 10.213.255.9., type A in zone Z35SXDOTRQ7X7K, but the alias target name does not lie within the target zone]',
    });
    await expect(change(it.local, zone, to('CREATE', alias(zone, 'no.example.com')))).rejects.toMatchObject({
      message: expect.stringContaining('but that target was not found'),
    });
  });
});

test.each<[string, ResourceRecordSet]>([
  ['found none', { Name: 'a.example.com', Type: 'A' }],
  [
    'found more than one',
    { ...www, AliasTarget: { HostedZoneId: 'Z1', DNSName: 'a.example.com', EvaluateTargetHealth: false } },
  ],
  ['Weight is not supported', { ...www, SetIdentifier: undefined, Weight: 1 }],
  ["Records of type 'NAPTR' are not supported", set('a.example.com', 'NAPTR', 'x')],
])('InvalidInput: %s', async (message, one) => {
  await expect(change(it.local, zone, to('CREATE', one))).rejects.toMatchObject({
    ...refusal('InvalidInput', 400),
    message: expect.stringContaining(message),
  });
});
