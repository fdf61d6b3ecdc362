import type { LocalCloud } from '../cloud.ts';
import type { NameServerSpec } from '../machines/name-servers.ts';
import { gatewayOf, parseBlock } from '../services/ec2/addresses.ts';
import { valuesOf } from '../services/route53/alias-target.ts';
import { isWithin } from '../services/route53/domain-name.ts';
import type { HostedZoneRecord } from '../store/records/route53.ts';

/**
 * What the name server of each VPC is to answer by itself. Machines ask it first, so each VPC has one, zones or not:
 * the kernel refuses what nobody answers at most once a second (icmp(7), `icmp_ratelimit`), and they would wait.
 */
export function nameServerSpecs(cloud: LocalCloud): readonly NameServerSpec[] {
  return [...cloud.tables.vpcs.values()].flatMap(({ id, cidr }) => {
    const block = parseBlock(cidr);
    const zones = zonesOf(cloud, id);
    if (!block) return [];
    const records = zones.flatMap((zone) =>
      zone.recordSets
        .filter(({ name }) => closest(zones, name) === zone)
        .flatMap((set) =>
          valuesOf(cloud, zone, set).map((value) => ({ name: set.name, type: set.type, value })),
        ),
    );
    const names = zones.map(({ name }) => name.replace(/\.$/, ''));
    return [{ id, address: gatewayOf(block), zones: names, records }];
  });
}

/** The zones that machines of a VPC see: the public ones, each hidden by a private one of its name. */
function zonesOf(cloud: LocalCloud, vpcId: string): readonly HostedZoneRecord[] {
  const byName = new Map<string, HostedZoneRecord>();
  for (const zone of cloud.tables.hostedZones.values()) {
    const known = byName.get(zone.name);
    if (zone.isPrivate ? zone.vpcs.some(({ id }) => id === vpcId) : !known) byName.set(zone.name, zone);
  }
  return [...byName.values()];
}

/** A name belongs to the closest zone above it, whether that has records of it or not. */
function closest(zones: readonly HostedZoneRecord[], name: string): HostedZoneRecord | undefined {
  return zones
    .filter((zone) => isWithin(name, zone.name))
    .toSorted((a, b) => b.name.length - a.name.length)[0];
}
