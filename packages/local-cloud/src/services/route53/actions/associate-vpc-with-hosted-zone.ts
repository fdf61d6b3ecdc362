import { AssociateVPCWithHostedZoneCommand } from '@aws-sdk/client-route-53';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { requireHostedZone } from '../require-hosted-zone.ts';
import { submitChange } from '../submit-change.ts';
import { readZoneVpc } from '../zone-vpc.ts';

/** `AssociateVPCWithHostedZone`: one more VPC sees a private zone. */
export const route: Route = on(AssociateVPCWithHostedZoneCommand, (input, { cloud }) => {
  const zone = requireHostedZone(cloud, input.HostedZoneId);
  if (!zone.isPrivate) {
    throw new AwsError(
      'PublicZoneVPCAssociation',
      `The hosted zone ${zone.id} is public: only private hosted zones are associated with VPCs.`,
    );
  }
  const vpc = readZoneVpc(cloud, input.VPC ?? {}, zone.name);
  cloud.tables.hostedZones.update(zone.id, { vpcs: [...zone.vpcs, vpc] });
  return { ChangeInfo: submitChange(cloud, input.Comment) };
});
