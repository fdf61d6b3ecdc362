import { DeleteHostedZoneCommand } from '@aws-sdk/client-route-53';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { isOwnRecordSet } from '../name-servers.ts';
import { requireHostedZone } from '../require-hosted-zone.ts';
import { submitChange } from '../submit-change.ts';

/** `DeleteHostedZone`: of one that has nothing but its SOA and NS records. */
export const route: Route = on(DeleteHostedZoneCommand, (input, { cloud }) => {
  const { id, name, recordSets } = requireHostedZone(cloud, input.Id);
  if (!recordSets.every((set) => isOwnRecordSet(set, name))) {
    throw new AwsError(
      'HostedZoneNotEmpty',
      'The specified hosted zone contains non-required resource record sets and so cannot be deleted.',
    );
  }
  cloud.tables.hostedZones.delete(id);
  return { ChangeInfo: submitChange(cloud) };
});
