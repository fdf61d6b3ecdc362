import { ListResourceRecordSetsCommand } from '@aws-sdk/client-route-53';
import { beforeEach, expect, test } from 'vitest';
import { refusal } from '../refusal.ts';
import { change, createZone, eachDnsCloud, records, set } from './route53-cloud.ts';

const it = eachDnsCloud();
let HostedZoneId = '';

beforeEach(async () => {
  HostedZoneId = await createZone(it.local, 'example.com');
  const sets = [
    set('b.example.com', 'TXT', '"x"'),
    set('a.b.example.com', 'A', '192.0.2.1'),
    set('b.example.com', 'A', '192.0.2.2'),
    set('*.example.com', 'A', '192.0.2.3'),
    set('a.example.com', 'A', '192.0.2.4', '192.0.2.5'),
    set('example.com', 'A', '192.0.2.6'),
  ];
  await change(
    it.local,
    HostedZoneId,
    ...sets.map((ResourceRecordSet) => ({ Action: 'CREATE' as const, ResourceRecordSet })),
  );
});

test('record sets come by their names, labels reversed, then by type', async () => {
  expect(await records(it.local, HostedZoneId)).toEqual([
    'example.com. A 192.0.2.6',
    '\\052.example.com. A 192.0.2.3',
    'a.example.com. A 192.0.2.4,192.0.2.5',
    'b.example.com. A 192.0.2.2',
    'b.example.com. TXT "x"',
    'a.b.example.com. A 192.0.2.1',
  ]);
});

test('a page begins with a name and a type, and says where the next one begins', async () => {
  const list = (more: object): Promise<object> =>
    it.local.route53.send(new ListResourceRecordSetsCommand({ HostedZoneId, ...more }));
  expect(await list({ StartRecordName: 'a.example.com', MaxItems: 2 })).toMatchObject({
    ResourceRecordSets: [{ Name: 'a.example.com.' }, { Name: 'b.example.com.', Type: 'A' }],
    IsTruncated: true,
    NextRecordName: 'b.example.com.',
    NextRecordType: 'TXT',
    MaxItems: 2,
  });
  expect(await list({ StartRecordName: 'b.example.com.', StartRecordType: 'TXT' })).toMatchObject({
    ResourceRecordSets: [{ Name: 'b.example.com.', Type: 'TXT' }, { Name: 'a.b.example.com.' }],
    IsTruncated: false,
  });
});

test('a start that is no record set leads to the one behind it', async () => {
  const { ResourceRecordSets } = await it.local.route53.send(
    new ListResourceRecordSetsCommand({ HostedZoneId, StartRecordName: 'aa.example.com', MaxItems: 1 }),
  );
  expect(ResourceRecordSets).toMatchObject([{ Name: 'b.example.com.' }]);
});

test.each([
  ['NoSuchHostedZone', 404, { HostedZoneId: 'Z1' }],
  ['InvalidInput', 400, { StartRecordType: 'A' as const }],
])('%s (%i) for %j', async (name, status, more) => {
  await expect(
    it.local.route53.send(new ListResourceRecordSetsCommand({ HostedZoneId, ...more })),
  ).rejects.toMatchObject(refusal(name, status));
});
