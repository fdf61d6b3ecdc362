import { CreateVpcCommand } from '@aws-sdk/client-ec2';
import {
  AssociateVPCWithHostedZoneCommand,
  DisassociateVPCFromHostedZoneCommand,
  GetHostedZoneCommand,
  type VPC,
} from '@aws-sdk/client-route-53';
import { beforeEach, expect, test } from 'vitest';
import { refusal } from '../refusal.ts';
import { createZone, eachDnsCloud } from './route53-cloud.ts';

const it = eachDnsCloud('ec2');
let first: VPC;
let second: VPC;
let HostedZoneId = '';

beforeEach(async () => {
  const { Vpc } = await it.local.ec2.send(new CreateVpcCommand({ CidrBlock: '10.50.0.0/16' }));
  const [known] = [...it.local.cloud.tables.vpcs.values()];
  first = { VPCId: known?.id, VPCRegion: 'us-east-1' };
  second = { VPCId: Vpc?.VpcId, VPCRegion: 'us-east-1' };
  HostedZoneId = await createZone(it.local, 'example.com', { VPC: first });
});

const associate = (zone: string, vpc: VPC): Promise<unknown> =>
  it.local.route53.send(new AssociateVPCWithHostedZoneCommand({ HostedZoneId: zone, VPC: vpc }));
const disassociate = (vpc: VPC): Promise<unknown> =>
  it.local.route53.send(new DisassociateVPCFromHostedZoneCommand({ HostedZoneId, VPC: vpc }));

test('VPCs come to a private zone and go', async () => {
  await associate(HostedZoneId, second);
  await disassociate(first);
  const { VPCs } = await it.local.route53.send(new GetHostedZoneCommand({ Id: HostedZoneId }));
  expect(VPCs).toEqual([second]);
});

test('the last VPC stays, and one that is not associated does not go', async () => {
  await expect(disassociate(first)).rejects.toMatchObject(refusal('LastVPCAssociation', 400));
  await expect(disassociate(second)).rejects.toMatchObject(refusal('VPCAssociationNotFound', 404));
});

test('no VPC sees a public zone by association, or two private zones of one name', async () => {
  const open = await createZone(it.local, 'example.org');
  await expect(associate(open, first)).rejects.toMatchObject(refusal('PublicZoneVPCAssociation', 400));
  await createZone(it.local, 'example.com', { VPC: second });
  await expect(associate(HostedZoneId, second)).rejects.toMatchObject(
    refusal('ConflictingDomainExists', 400),
  );
});
