import { UpdateHostedZoneCommentCommand } from '@aws-sdk/client-route-53';
import { on, type Route } from '../../../wire/route.ts';
import { renderHostedZone } from '../render-hosted-zone.ts';
import { requireHostedZone } from '../require-hosted-zone.ts';

/** `UpdateHostedZoneComment`: without a comment, the old one is deleted. */
export const route: Route = on(UpdateHostedZoneCommentCommand, (input, { cloud }) => {
  const { comment: _, ...rest } = requireHostedZone(cloud, input.Id);
  const zone = cloud.tables.hostedZones.put({
    ...rest,
    ...(input.Comment ? { comment: input.Comment } : {}),
  });
  return { HostedZone: renderHostedZone(zone) };
});
