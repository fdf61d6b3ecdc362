import { GetHostedZoneCommand } from '@aws-sdk/client-route-53';
import { expect, test } from 'vitest';
import { refusal } from '../refusal.ts';
import { createZone, eachDnsCloud } from './route53-cloud.ts';

const it = eachDnsCloud();

test('a public zone is shown with its name servers', async () => {
  const Id = await createZone(it.local, 'example.com');
  const output = await it.local.route53.send(new GetHostedZoneCommand({ Id }));
  expect(output).toMatchObject({
    HostedZone: { Id: `/hostedzone/${Id}`, Name: 'example.com.' },
    DelegationSet: { NameServers: { length: 4 } },
  });
  expect(output.VPCs ?? []).toEqual([]);
});

test('a private zone is shown with its VPCs', async () => {
  const [vpc] = [...it.local.cloud.tables.vpcs.values()];
  const VPC = { VPCId: vpc?.id, VPCRegion: 'us-east-1' as const };
  const Id = await createZone(it.local, 'example.com', { VPC });
  const output = await it.local.route53.send(new GetHostedZoneCommand({ Id: `/hostedzone/${Id}` }));
  expect(output.VPCs).toEqual([VPC]);
  expect(output.DelegationSet).toBeUndefined();
});

test('NoSuchHostedZone for a zone that is not there', async () => {
  await expect(it.local.route53.send(new GetHostedZoneCommand({ Id: 'Z1' }))).rejects.toMatchObject({
    ...refusal('NoSuchHostedZone', 404),
    message: 'No hosted zone found with ID: Z1',
  });
});
