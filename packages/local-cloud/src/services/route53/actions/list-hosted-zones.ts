import { ListHostedZonesCommand } from '@aws-sdk/client-route-53';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { bareId } from '../dns-ids.ts';
import { readMaxItems } from '../read-max-items.ts';
import { renderHostedZone } from '../render-hosted-zone.ts';

/** `ListHostedZones`: a page begins with the zone that `Marker` names. */
export const route: Route = on(ListHostedZonesCommand, (input, { cloud }) => {
  const { Marker: marker, HostedZoneType: type } = input;
  const most = readMaxItems(input.MaxItems, 100);
  const zones = [...cloud.tables.hostedZones.values()].filter((zone) => type === undefined || zone.isPrivate);
  const start = marker === undefined ? 0 : zones.findIndex(({ id }) => id === bareId(marker));
  if (start < 0) throw new AwsError('InvalidInput', `The marker '${marker}' is not valid.`);
  const next = zones[start + most];
  return {
    HostedZones: zones.slice(start, start + most).map(renderHostedZone),
    IsTruncated: next !== undefined,
    MaxItems: most,
    Marker: marker,
    ...(next === undefined ? {} : { NextMarker: next.id }),
  };
});
