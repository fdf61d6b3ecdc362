import {
  ChangeResourceRecordSetsCommand,
  ListHostedZonesByNameCommand,
  ListResourceRecordSetsCommand,
} from '@aws-sdk/client-route-53';
import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import { CloudError } from '@imago/engine';
import type { AwsClients } from './clients.ts';
import { tolerate } from './fleet-cloud-tolerate.ts';

/** A name, and the hosted zone that it is in: the zone's name or its id. */
interface Name {
  readonly zone: string;
  readonly name: string;
}

/** Seconds for which resolvers keep the answer. */
const timeToLive = 30;

/** An A record with all these addresses: ChangeResourceRecordSets, `UPSERT`. */
export async function pointName(
  aws: AwsClients,
  { zone, name }: Name,
  addresses: readonly string[],
): Promise<void> {
  const HostedZoneId = await findZone(aws, zone);
  const ResourceRecordSet: ResourceRecordSet = {
    Name: absolute(name),
    Type: 'A',
    TTL: timeToLive,
    ResourceRecords: addresses.map((Value) => ({ Value })),
  };
  const ChangeBatch = { Changes: [{ Action: 'UPSERT' as const, ResourceRecordSet }] };
  await aws.route53.send(new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch }));
}

/** Deletes the A record of a name, where there is one. */
export async function deleteName(aws: AwsClients, { zone, name }: Name): Promise<void> {
  const HostedZoneId = await tolerate(['not-found'], findZone(aws, zone));
  if (HostedZoneId === undefined) return;
  const query = new ListResourceRecordSetsCommand({
    HostedZoneId,
    StartRecordName: absolute(name),
    StartRecordType: 'A',
    MaxItems: 1,
  });
  const [found] = (await aws.route53.send(query)).ResourceRecordSets ?? [];
  if (found?.Name !== absolute(name) || found.Type !== 'A') return;
  const ChangeBatch = { Changes: [{ Action: 'DELETE' as const, ResourceRecordSet: found }] };
  const command = new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch });
  // `InvalidChangeBatch`: gone meanwhile, or another one, which is not ours to delete.
  await tolerate(['not-found', 'invalid'], aws.route53.send(command));
}

async function findZone(aws: AwsClients, zone: string): Promise<string> {
  if (/^Z[A-Z0-9]{5,}$/.test(zone)) return zone;
  const query = new ListHostedZonesByNameCommand({ DNSName: absolute(zone), MaxItems: 2 });
  const { HostedZones = [] } = await aws.route53.send(query);
  const [found, second] = HostedZones.filter(({ Name }) => Name === absolute(zone));
  const id = found?.Id?.replace(/^\/hostedzone\//, '');
  if (id === undefined)
    throw new CloudError('not-found', 'NoSuchHostedZone', `there is no hosted zone ${zone}`);
  if (second === undefined) return id;
  const message = `there are two hosted zones ${zone}: write the id of the one in \`dnsName.zone\``;
  throw new CloudError('invalid', 'AmbiguousHostedZone', message);
}

const absolute = (name: string): string => (name.endsWith('.') ? name : `${name}.`);
