import { ListHostedZonesByNameCommand } from '@aws-sdk/client-route-53';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { bareId } from '../dns-ids.ts';
import { compareNames, readDomainName } from '../domain-name.ts';
import { readMaxItems } from '../read-max-items.ts';
import { renderHostedZone } from '../render-hosted-zone.ts';

/** `ListHostedZonesByName`: by their names, labels reversed, from a name (and, among its zones, from an id) on. */
export const route: Route = on(ListHostedZonesByNameCommand, (input, { cloud }) => {
  const { DNSName: asked, HostedZoneId: askedId } = input;
  if (askedId !== undefined && asked === undefined) {
    throw new AwsError('InvalidInput', 'HostedZoneId needs DNSName: give both, or neither.');
  }
  const first = asked === undefined ? undefined : readDomainName(asked);
  if (asked !== undefined && first === undefined) {
    throw new AwsError('InvalidDomainName', `The domain name '${asked}' is not valid.`);
  }
  const id = bareId(askedId ?? '');
  const most = readMaxItems(input.MaxItems, 100);
  const zones = [...cloud.tables.hostedZones.values()]
    .sort((a, b) => compareNames(a.name, b.name) || (a.id < b.id ? -1 : 1))
    .filter((zone) => {
      const order = first === undefined ? 1 : compareNames(zone.name, first);
      return order > 0 || (order === 0 && zone.id >= id);
    });
  const next = zones[most];
  return {
    HostedZones: zones.slice(0, most).map(renderHostedZone),
    ...(asked === undefined ? {} : { DNSName: asked }),
    ...(askedId === undefined ? {} : { HostedZoneId: askedId }),
    IsTruncated: next !== undefined,
    ...(next === undefined ? {} : { NextDNSName: next.name, NextHostedZoneId: next.id }),
    MaxItems: most,
  };
});
