import { ListHostedZonesCommand, paginateListHostedZones } from '@aws-sdk/client-route-53';
import { expect, test } from 'vitest';
import { refusal } from '../refusal.ts';
import { createZone, eachDnsCloud } from './route53-cloud.ts';

const it = eachDnsCloud();

test('all zones come, page by page', async () => {
  for (const name of ['c.test', 'a.test', 'b.test']) await createZone(it.local, name);
  const names: (string | undefined)[] = [];
  let pages = 0;
  for await (const { HostedZones = [] } of paginateListHostedZones(
    { client: it.local.route53, pageSize: 2 },
    {},
  )) {
    pages += 1;
    names.push(...HostedZones.map(({ Name }) => Name));
  }
  expect(pages).toBe(2);
  expect(new Set(names)).toEqual(new Set(['c.test.', 'a.test.', 'b.test.']));
});

test('private zones alone where they are asked for', async () => {
  await createZone(it.local, 'a.test');
  const [vpc] = [...it.local.cloud.tables.vpcs.values()];
  await createZone(it.local, 'b.test', { VPC: { VPCId: vpc?.id, VPCRegion: 'us-east-1' } });
  const { HostedZones } = await it.local.route53.send(
    new ListHostedZonesCommand({ HostedZoneType: 'PrivateHostedZone' }),
  );
  expect(HostedZones?.map(({ Name }) => Name)).toEqual(['b.test.']);
});

test('InvalidInput for a marker that names no zone', async () => {
  await expect(it.local.route53.send(new ListHostedZonesCommand({ Marker: 'Z1' }))).rejects.toMatchObject(
    refusal('InvalidInput', 400),
  );
});
