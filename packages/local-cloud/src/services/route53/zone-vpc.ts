import type { VPC } from '@aws-sdk/client-route-53';
import type { LocalCloud } from '../../cloud.ts';
import type { ZoneVpc } from '../../store/records/route53.ts';
import { AwsError } from '../../wire/aws-error.ts';

/**
 * The VPC that a private zone is to be seen from. No VPC sees two zones of one name: `ConflictingDomainExists`.
 *
 * @throws {AwsError} `InvalidVPCId` where there is none.
 */
export function readZoneVpc(cloud: LocalCloud, { VPCId: id, VPCRegion: region }: VPC, name: string): ZoneVpc {
  if (id === undefined || !cloud.tables.vpcs.get(id)) {
    throw new AwsError(
      'InvalidVPCId',
      `The VPC: ${id ?? ''} does not exist or is not owned by this account.`,
    );
  }
  for (const zone of cloud.tables.hostedZones.values()) {
    if (zone.name !== name || !zone.vpcs.some((vpc) => vpc.id === id)) continue;
    throw new AwsError(
      'ConflictingDomainExists',
      `The VPC ${id} in region ${region ?? cloud.region} has already been associated with the hosted zone ${zone.id} with the same domain name.`,
    );
  }
  return { id, region: region ?? cloud.region };
}
