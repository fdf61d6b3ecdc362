import { CreateHostedZoneCommand } from '@aws-sdk/client-route-53';
import type { HostedZoneRecord } from '../../../store/records/route53.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { newDnsId } from '../dns-ids.ts';
import { readDomainName } from '../domain-name.ts';
import { ownRecordSets } from '../name-servers.ts';
import { renderDelegationSet, renderHostedZone } from '../render-hosted-zone.ts';
import { submitChange } from '../submit-change.ts';
import { readZoneVpc } from '../zone-vpc.ts';

/** `CreateHostedZone`: a zone with its SOA and NS records; private where it is given a VPC. */
export const route: Route = on(CreateHostedZoneCommand, (input, { cloud }) => {
  const { Name = '', CallerReference: callerReference = '', HostedZoneConfig: config, VPC: vpc } = input;
  const name = readDomainName(Name);
  if (name === undefined) throw new AwsError('InvalidDomainName', `The domain name '${Name}' is not valid.`);
  if (input.DelegationSetId !== undefined) {
    throw new AwsError(
      'NoSuchDelegationSet',
      `There is no reusable delegation set ${input.DelegationSetId}: the local cloud has none, leave it out.`,
    );
  }
  if ([...cloud.tables.hostedZones.values()].some((zone) => zone.callerReference === callerReference)) {
    throw new AwsError(
      'HostedZoneAlreadyExists',
      `A hosted zone has already been created with the specified caller reference: ${callerReference}`,
      409,
    );
  }
  if ((config?.PrivateZone ?? vpc !== undefined) !== (vpc !== undefined)) {
    throw new AwsError(
      'InvalidInput',
      vpc === undefined
        ? 'When you create a private hosted zone, you must also specify a VPC.'
        : 'When you specify a VPC, PrivateZone must be true or left out.',
    );
  }
  const isPrivate = vpc !== undefined;
  const zone: HostedZoneRecord = {
    id: newDnsId('Z'),
    name,
    callerReference,
    ...(config?.Comment ? { comment: config.Comment } : {}),
    isPrivate,
    vpcs: vpc ? [readZoneVpc(cloud, vpc, name)] : [],
    recordSets: ownRecordSets(name, isPrivate),
    tags: {},
  };
  cloud.tables.hostedZones.put(zone);
  return {
    HostedZone: renderHostedZone(zone),
    ChangeInfo: submitChange(cloud),
    DelegationSet: renderDelegationSet(zone),
    ...(vpc ? { VPC: vpc } : {}),
    Location: `https://route53.amazonaws.com/2013-04-01/hostedzone/${zone.id}`,
  };
});
