import { CreateHostedZoneCommand, ListResourceRecordSetsCommand } from '@aws-sdk/client-route-53';
import { expect, test } from 'vitest';
import { refusal } from '../refusal.ts';
import { createZone, eachDnsCloud } from './route53-cloud.ts';

const it = eachDnsCloud();
const vpc = (): string => [...it.local.cloud.tables.vpcs.values()][0]?.id ?? '';

test('a zone comes with its SOA and NS records, four name servers and a change', async () => {
  const output = await it.local.route53.send(
    new CreateHostedZoneCommand({
      Name: 'Example.com',
      CallerReference: 'one',
      HostedZoneConfig: { Comment: 'mine' },
    }),
  );
  expect(output).toMatchObject({
    HostedZone: {
      Id: expect.stringMatching(/^\/hostedzone\/Z[A-Z0-9]{20}$/),
      Name: 'example.com.',
      CallerReference: 'one',
      Config: { Comment: 'mine', PrivateZone: false },
      ResourceRecordSetCount: 2,
    },
    ChangeInfo: { Id: expect.stringMatching(/^\/change\/C[A-Z0-9]{20}$/), Status: 'PENDING' },
    DelegationSet: { NameServers: { length: 4 } },
    Location: expect.stringContaining('/2013-04-01/hostedzone/Z'),
  });
  const { ResourceRecordSets } = await it.local.route53.send(
    new ListResourceRecordSetsCommand({ HostedZoneId: output.HostedZone?.Id }),
  );
  expect(ResourceRecordSets).toMatchObject([
    { Name: 'example.com.', Type: 'NS', TTL: 172_800, ResourceRecords: { length: 4 } },
    { Name: 'example.com.', Type: 'SOA', TTL: 900, ResourceRecords: { length: 1 } },
  ]);
});

test('a zone with a VPC is private and has no delegation set', async () => {
  const output = await it.local.route53.send(
    new CreateHostedZoneCommand({
      Name: 'internal',
      CallerReference: 'one',
      VPC: { VPCId: vpc(), VPCRegion: 'us-east-1' },
    }),
  );
  expect(output.HostedZone?.Config?.PrivateZone).toBe(true);
  expect(output.DelegationSet).toBeUndefined();
  expect(output.VPC).toEqual({ VPCId: vpc(), VPCRegion: 'us-east-1' });
});

test('a caller reference makes one zone only', async () => {
  await createZone(it.local, 'example.com', { CallerReference: 'one' });
  await expect(createZone(it.local, 'example.org', { CallerReference: 'one' })).rejects.toMatchObject(
    refusal('HostedZoneAlreadyExists', 409),
  );
});

test('public zones may share a name, private ones of a VPC may not', async () => {
  await createZone(it.local, 'example.com');
  await createZone(it.local, 'example.com');
  const VPC = { VPCId: vpc(), VPCRegion: 'us-east-1' as const };
  const id = await createZone(it.local, 'example.com', { VPC });
  await expect(createZone(it.local, 'example.com', { VPC })).rejects.toMatchObject({
    ...refusal('ConflictingDomainExists', 400),
    message: `The VPC ${vpc()} in region us-east-1 has already been associated with the hosted zone ${id} with the same domain name.`,
  });
});

test.each([
  ['InvalidDomainName', { Name: 'not..a.name' }],
  ['InvalidVPCId', { VPC: { VPCId: 'vpc-0', VPCRegion: 'us-east-1' as const } }],
  ['InvalidInput', { HostedZoneConfig: { PrivateZone: true } }],
  ['NoSuchDelegationSet', { DelegationSetId: 'N1' }],
])('%s for %j', async (name, more) => {
  await expect(createZone(it.local, 'example.com', more)).rejects.toMatchObject(refusal(name, 400));
});
