import type { DelegationSet, HostedZone, VPC, VPCRegion } from '@aws-sdk/client-route-53';
import type { HostedZoneRecord } from '../../store/records/route53.ts';
import { nameServersOf } from './name-servers.ts';

/** A hosted zone as the API shows it. */
export function renderHostedZone(zone: HostedZoneRecord): HostedZone {
  return {
    Id: `/hostedzone/${zone.id}`,
    Name: zone.name,
    CallerReference: zone.callerReference,
    Config: {
      ...(zone.comment === undefined ? {} : { Comment: zone.comment }),
      PrivateZone: zone.isPrivate,
    },
    ResourceRecordSetCount: zone.recordSets.length,
  };
}

/** Whom the world asks about the zone; a private one has nobody. */
export function renderDelegationSet(zone: HostedZoneRecord): DelegationSet | undefined {
  return zone.isPrivate ? undefined : { NameServers: [...nameServersOf(zone)] };
}

/** The VPCs that see a private zone. */
export function renderVpcs({ vpcs }: HostedZoneRecord): VPC[] {
  return vpcs.map(({ id, region }) => ({ VPCId: id, VPCRegion: region as VPCRegion }));
}
