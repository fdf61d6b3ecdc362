import type { LocalCloud } from '../../cloud.ts';
import type { GroupRecord } from '../../store/records/auto-scaling.ts';
import type { SubnetRecord } from '../../store/records/ec2.ts';
import { AwsError } from '../../wire/aws-error.ts';

/** Where a group launches: its zones, and its subnets unless it uses each zone's default subnet. */
export type Placement = Pick<GroupRecord, 'zones' | 'subnetIds'>;

/** Reads `VPCZoneIdentifier` and `AvailabilityZones`; nothing when a request has neither. */
export function readPlacement(
  cloud: LocalCloud,
  vpcZoneIdentifier: string | undefined,
  zones: readonly string[] | undefined,
): Placement | undefined {
  const subnetIds = (vpcZoneIdentifier ?? '')
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
  if (subnetIds.length > 0) return inSubnets(cloud, subnetIds, zones);
  if (!zones || zones.length === 0) return undefined;
  for (const zone of zones) {
    if (!defaultSubnet(cloud, zone)) {
      throw new AwsError('ValidationError', `Invalid availability zones: [${zone}]`);
    }
  }
  return { zones: unique(zones), subnetIds: [] };
}

/** The subnet for the next instance of a group in a zone: its subnets there take turns. */
export function subnetFor(cloud: LocalCloud, group: GroupRecord, zone: string): string | undefined {
  const subnets = group.subnetIds.filter((id) => cloud.tables.subnets.get(id)?.zone === zone);
  if (subnets.length === 0) return defaultSubnet(cloud, zone)?.id;
  return subnets[group.instances.filter((member) => member.zone === zone).length % subnets.length];
}

function inSubnets(
  cloud: LocalCloud,
  subnetIds: readonly string[],
  zones: readonly string[] | undefined,
): Placement {
  const found = subnetIds.map((id) => {
    const subnet = cloud.tables.subnets.get(id);
    if (subnet) return subnet;
    throw new AwsError('ValidationError', `The subnet ID '${id}' does not exist`);
  });
  const subnetZones = unique(found.map(({ zone }) => zone));
  if (zones?.some((zone) => !subnetZones.includes(zone))) {
    throw new AwsError(
      'ValidationError',
      'The availability zones of the specified subnets and the AutoScalingGroup do not match',
    );
  }
  return { zones: subnetZones, subnetIds };
}

function defaultSubnet(cloud: LocalCloud, zone: string): SubnetRecord | undefined {
  for (const subnet of cloud.tables.subnets.values()) {
    if (subnet.zone === zone && subnet.defaultForZone) return subnet;
  }
  return undefined;
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
