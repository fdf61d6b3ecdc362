import { DisassociateVPCFromHostedZoneCommand } from '@aws-sdk/client-route-53';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { requireHostedZone } from '../require-hosted-zone.ts';
import { submitChange } from '../submit-change.ts';

/** `DisassociateVPCFromHostedZone`: a VPC sees a private zone no more; the last one stays. */
export const route: Route = on(DisassociateVPCFromHostedZoneCommand, (input, { cloud }) => {
  const zone = requireHostedZone(cloud, input.HostedZoneId);
  const id = input.VPC?.VPCId ?? '';
  const vpcs = zone.vpcs.filter((vpc) => vpc.id !== id);
  if (vpcs.length === zone.vpcs.length) {
    throw new AwsError(
      'VPCAssociationNotFound',
      `The VPC: ${id} is not associated with the hosted zone ${zone.id}.`,
      404,
    );
  }
  if (vpcs.length === 0) {
    throw new AwsError(
      'LastVPCAssociation',
      `The VPC: ${id} is the last one of the hosted zone ${zone.id}: delete the zone instead.`,
    );
  }
  cloud.tables.hostedZones.update(zone.id, { vpcs });
  return { ChangeInfo: submitChange(cloud, input.Comment) };
});
