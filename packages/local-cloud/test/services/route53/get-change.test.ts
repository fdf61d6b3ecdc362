import { GetChangeCommand } from '@aws-sdk/client-route-53';
import { expect, test } from 'vitest';
import { refusal } from '../refusal.ts';
import { change, createZone, eachDnsCloud, set } from './route53-cloud.ts';

const it = eachDnsCloud();

test('a change is PENDING until the name servers answer by it', async () => {
  const zone = await createZone(it.local, 'example.com');
  const Id = await change(it.local, zone, {
    Action: 'UPSERT',
    ResourceRecordSet: set('www.example.com', 'A', '192.0.2.1'),
  });
  const { ChangeInfo } = await it.local.route53.send(new GetChangeCommand({ Id }));
  expect(ChangeInfo).toMatchObject({ Id, Status: 'PENDING', SubmittedAt: it.local.cloud.now() });
  await it.local.tick();
  const later = await it.local.route53.send(new GetChangeCommand({ Id }));
  expect(later.ChangeInfo?.Status).toBe('INSYNC');
  const [names] = it.local.machines.names.values();
  expect(names?.records).toContainEqual({ name: 'www.example.com.', type: 'A', value: '192.0.2.1' });
});

test('changes that are long done are forgotten', async () => {
  await createZone(it.local, 'example.com');
  await it.local.tick();
  it.local.advance(2 * 24 * 60 * 60);
  await createZone(it.local, 'example.org');
  expect(it.local.cloud.tables.dnsChanges.size).toBe(1);
});

test('NoSuchChange for one that is not there', async () => {
  await expect(it.local.route53.send(new GetChangeCommand({ Id: 'C1' }))).rejects.toMatchObject(
    refusal('NoSuchChange', 404),
  );
});
