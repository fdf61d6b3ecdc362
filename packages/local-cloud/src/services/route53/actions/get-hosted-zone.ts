import { GetHostedZoneCommand } from '@aws-sdk/client-route-53';
import { on, type Route } from '../../../wire/route.ts';
import { renderDelegationSet, renderHostedZone, renderVpcs } from '../render-hosted-zone.ts';
import { requireHostedZone } from '../require-hosted-zone.ts';

/** `GetHostedZone`: with the name servers of a public zone, or the VPCs of a private one. */
export const route: Route = on(GetHostedZoneCommand, (input, { cloud }) => {
  const zone = requireHostedZone(cloud, input.Id);
  const delegation = renderDelegationSet(zone);
  return {
    HostedZone: renderHostedZone(zone),
    ...(delegation ? { DelegationSet: delegation } : { VPCs: renderVpcs(zone) }),
  };
});
