import { DeleteHostedZoneCommand, GetHostedZoneCommand } from '@aws-sdk/client-route-53';
import { expect, test } from 'vitest';
import { refusal } from '../refusal.ts';
import { change, createZone, eachDnsCloud, set } from './route53-cloud.ts';

const it = eachDnsCloud();

test('a zone with nothing but its own records is deleted', async () => {
  const Id = await createZone(it.local, 'example.com');
  const { ChangeInfo } = await it.local.route53.send(new DeleteHostedZoneCommand({ Id }));
  expect(ChangeInfo?.Status).toBe('PENDING');
  await expect(it.local.route53.send(new GetHostedZoneCommand({ Id }))).rejects.toMatchObject(
    refusal('NoSuchHostedZone', 404),
  );
});

test('HostedZoneNotEmpty while there are other records', async () => {
  const Id = await createZone(it.local, 'example.com');
  const ResourceRecordSet = set('www.example.com', 'A', '192.0.2.1');
  await change(it.local, Id, { Action: 'CREATE', ResourceRecordSet });
  await expect(it.local.route53.send(new DeleteHostedZoneCommand({ Id }))).rejects.toMatchObject(
    refusal('HostedZoneNotEmpty', 400),
  );
  await change(it.local, Id, { Action: 'DELETE', ResourceRecordSet });
  await it.local.route53.send(new DeleteHostedZoneCommand({ Id }));
});
