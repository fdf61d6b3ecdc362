import { CreateVpcCommand } from '@aws-sdk/client-ec2';
import { AssociateVPCWithHostedZoneCommand } from '@aws-sdk/client-route-53';
import { expect, test } from 'vitest';
import { nameServerSpecs } from '../../src/controllers/names-spec.ts';
import { change, createZone, eachDnsCloud, set } from '../services/route53/route53-cloud.ts';

const it = eachDnsCloud('ec2');
const defaultVpc = (): string => [...it.local.cloud.tables.vpcs.values()][0]?.id ?? '';

async function otherVpc(): Promise<string> {
  const { Vpc } = await it.local.ec2.send(new CreateVpcCommand({ CidrBlock: '10.50.0.0/16' }));
  return Vpc?.VpcId ?? '';
}

async function zoneWith(name: string, host: string, address: string, vpc?: string): Promise<string> {
  const VPC = vpc === undefined ? {} : { VPC: { VPCId: vpc, VPCRegion: 'us-east-1' as const } };
  const zone = await createZone(it.local, name, VPC);
  await change(it.local, zone, { Action: 'CREATE', ResourceRecordSet: set(host, 'A', address) });
  return zone;
}

/** VPC -> its addresses, as `NAME ADDRESS`. */
function seen(): Readonly<Record<string, readonly string[]>> {
  const specs = nameServerSpecs(it.local.cloud).map(({ id, records }) => {
    const addresses = records.filter(({ type }) => type === 'A');
    return [id, addresses.map(({ name, value }) => `${name} ${value}`)] as const;
  });
  return Object.fromEntries(specs);
}

test('every VPC has a name server at its first address, whatever zones it sees', async () => {
  const other = await otherVpc();
  await zoneWith('a.test', 'www.a.test', '192.0.2.1', other);
  expect(nameServerSpecs(it.local.cloud)).toMatchObject([
    { id: defaultVpc(), address: '10.213.0.1', zones: [], records: [] },
    { id: other, address: '10.50.0.1', zones: ['a.test'] },
  ]);
});

test('public zones are seen from every VPC, private ones from theirs, where they hide public ones', async () => {
  const other = await otherVpc();
  await zoneWith('a.test', 'www.a.test', '192.0.2.1');
  const zone = await zoneWith('a.test', 'db.a.test', '10.0.0.1', other);
  expect(seen()).toEqual({ [defaultVpc()]: ['www.a.test. 192.0.2.1'], [other]: ['db.a.test. 10.0.0.1'] });
  await it.local.route53.send(
    new AssociateVPCWithHostedZoneCommand({
      HostedZoneId: zone,
      VPC: { VPCId: defaultVpc(), VPCRegion: 'us-east-1' },
    }),
  );
  expect(seen()[defaultVpc()]).toEqual(['db.a.test. 10.0.0.1']);
});

test('a name belongs to the closest zone, even where that has no record of it', async () => {
  await zoneWith('a.test', 'www.b.a.test', '192.0.2.1');
  expect(seen()[defaultVpc()]).toEqual(['www.b.a.test. 192.0.2.1']);
  await createZone(it.local, 'b.a.test');
  expect(seen()[defaultVpc()]).toEqual([]);
});
