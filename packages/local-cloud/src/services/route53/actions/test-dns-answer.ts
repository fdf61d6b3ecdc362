import { TestDNSAnswerCommand } from '@aws-sdk/client-route-53';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { valuesOf } from '../alias-target.ts';
import { readDomainName } from '../domain-name.ts';
import { nameServersOf } from '../name-servers.ts';
import { requireHostedZone } from '../require-hosted-zone.ts';

/** `TestDNSAnswer`: what a public zone's records say of a name; CNAMEs and wildcards are not followed. */
export const route: Route = on(TestDNSAnswerCommand, (input, { cloud }) => {
  const zone = requireHostedZone(cloud, input.HostedZoneId);
  if (zone.isPrivate) {
    throw new AwsError('InvalidInput', 'TestDNSAnswer is for public hosted zones only.');
  }
  const name = readDomainName(input.RecordName ?? '');
  const sets = zone.recordSets.filter((set) => set.name === name);
  const set = sets.find(({ type }) => type === input.RecordType);
  return {
    Nameserver: nameServersOf(zone)[0],
    RecordName: name ?? input.RecordName,
    RecordType: input.RecordType,
    RecordData: set ? [...valuesOf(cloud, zone, set)] : [],
    ResponseCode: sets.length > 0 ? 'NOERROR' : 'NXDOMAIN',
    Protocol: 'UDP',
  };
});
