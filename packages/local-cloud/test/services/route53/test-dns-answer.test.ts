import { TestDNSAnswerCommand } from '@aws-sdk/client-route-53';
import { expect, test } from 'vitest';
import { change, createZone, eachDnsCloud, set } from './route53-cloud.ts';

const it = eachDnsCloud();

test.each([
  ['www.example.com', 'A', 'NOERROR', ['192.0.2.1']],
  ['WWW.example.com.', 'AAAA', 'NOERROR', []],
  ['alias.example.com', 'A', 'NOERROR', ['192.0.2.1']],
  ['nobody.example.com', 'A', 'NXDOMAIN', []],
] as const)('%s %s: %s', async (RecordName, RecordType, ResponseCode, RecordData) => {
  const HostedZoneId = await createZone(it.local, 'example.com');
  const DNSName = 'www.example.com';
  const AliasTarget = { HostedZoneId, DNSName, EvaluateTargetHealth: false };
  await change(
    it.local,
    HostedZoneId,
    { Action: 'CREATE', ResourceRecordSet: set(DNSName, 'A', '192.0.2.1') },
    { Action: 'CREATE', ResourceRecordSet: { Name: 'alias.example.com', Type: 'A', AliasTarget } },
  );
  expect(
    await it.local.route53.send(new TestDNSAnswerCommand({ HostedZoneId, RecordName, RecordType })),
  ).toMatchObject({ ResponseCode, RecordType, RecordData });
});
