import type { LocalCloud } from '../../cloud.ts';
import type { HostedZoneRecord } from '../../store/records/route53.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { requireHostedZone } from './require-hosted-zone.ts';

/** The hosted zone whose tags are meant; there are no health checks here. */
export function requireTaggedZone(
  cloud: LocalCloud,
  {
    ResourceType: type,
    ResourceId: id,
  }: { readonly ResourceType: string | undefined; readonly ResourceId: string | undefined },
): HostedZoneRecord {
  if (type === 'hostedzone') return requireHostedZone(cloud, id);
  if (type === 'healthcheck') {
    throw new AwsError('NoSuchHealthCheck', `A health check with id ${id} does not exist.`, 404);
  }
  throw new AwsError('InvalidInput', `The resource type '${type}' is not valid: use hostedzone`);
}
