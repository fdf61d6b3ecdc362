import { CreateSubnetCommand } from '@aws-sdk/client-ec2';
import type { LocalCloud } from '../../../cloud.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { newId } from '../../ids.ts';
import { refuseDryRun } from '../dry-run.ts';
import { readTagSpecification } from '../read-tags.ts';
import { renderSubnet } from '../render-vpc.ts';
import { requireSubnetBlock } from '../require-vpc-block.ts';
import { requireRecord, VPC } from '../resource-kinds.ts';
import { type Zone, zonesOf } from '../zones.ts';

/** EC2 CreateSubnet. */
export const route: Route = on(CreateSubnetCommand, (input, { cloud }) => {
  const vpc = requireRecord(cloud, VPC, input.VpcId ?? '');
  if (input.CidrBlock === undefined) {
    throw new AwsError('MissingParameter', 'The request must contain the parameter cidrBlock');
  }
  const cidr = requireSubnetBlock(cloud, vpc, input.CidrBlock);
  const zone = requireZone(cloud, input.AvailabilityZone, input.AvailabilityZoneId);
  const tags = readTagSpecification(input.TagSpecifications, 'subnet');
  refuseDryRun(input.DryRun);
  const subnet = cloud.tables.subnets.put({
    id: newId('subnet'),
    vpcId: vpc.id,
    cidr,
    zone: zone.name,
    zoneId: zone.id,
    mapPublicIp: false,
    defaultForZone: false,
    tags,
  });
  cloud.poke();
  return { Subnet: renderSubnet(cloud, subnet) };
});

function requireZone({ region }: LocalCloud, name: string | undefined, id: string | undefined): Zone {
  const zones = zonesOf(region);
  const zone = zones.find(
    (one) => (name === undefined || one.name === name) && (id === undefined || one.id === id),
  );
  if (zone) return zone;
  throw new AwsError(
    'InvalidParameterValue',
    `Value (${name ?? id}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${zones.map((one) => one.name).join(', ')}.`,
  );
}
