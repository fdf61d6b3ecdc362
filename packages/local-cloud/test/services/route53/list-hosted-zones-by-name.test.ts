import { ListHostedZonesByNameCommand } from '@aws-sdk/client-route-53';
import { beforeEach, expect, test } from 'vitest';
import { refusal } from '../refusal.ts';
import { createZone, eachDnsCloud } from './route53-cloud.ts';

const it = eachDnsCloud();

beforeEach(async () => {
  for (const name of ['example.org', 'b.example.com', 'example.com', 'a.test'])
    await createZone(it.local, name);
});

test('zones come by their names, labels reversed', async () => {
  const { HostedZones } = await it.local.route53.send(new ListHostedZonesByNameCommand({}));
  expect(HostedZones?.map(({ Name }) => Name)).toEqual([
    'example.com.',
    'b.example.com.',
    'example.org.',
    'a.test.',
  ]);
});

test('a page begins with a name, and says where the next one begins', async () => {
  const first = await it.local.route53.send(
    new ListHostedZonesByNameCommand({ DNSName: 'b.example.com.', MaxItems: 2 }),
  );
  expect(first).toMatchObject({
    HostedZones: [{ Name: 'b.example.com.' }, { Name: 'example.org.' }],
    IsTruncated: true,
    NextDNSName: 'a.test.',
    MaxItems: 2,
  });
  const { NextDNSName: DNSName, NextHostedZoneId: HostedZoneId } = first;
  const second = await it.local.route53.send(new ListHostedZonesByNameCommand({ DNSName, HostedZoneId }));
  expect(second).toMatchObject({ HostedZones: [{ Name: 'a.test.' }], IsTruncated: false });
});

test.each([
  ['InvalidDomainName', { DNSName: 'a..b' }],
  ['InvalidInput', { HostedZoneId: 'Z1' }],
  ['InvalidInput', { MaxItems: 0 }],
])('%s for %j', async (name, input) => {
  await expect(it.local.route53.send(new ListHostedZonesByNameCommand(input))).rejects.toMatchObject(
    refusal(name, 400),
  );
});
