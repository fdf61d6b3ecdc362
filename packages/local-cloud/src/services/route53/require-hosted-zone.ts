import type { LocalCloud } from '../../cloud.ts';
import type { HostedZoneRecord } from '../../store/records/route53.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { bareId } from './dns-ids.ts';

/** Finds a hosted zone, or refuses with `NoSuchHostedZone`. */
export function requireHostedZone(cloud: LocalCloud, id: string | undefined): HostedZoneRecord {
  const bare = bareId(id ?? '');
  const zone = cloud.tables.hostedZones.get(bare);
  if (!zone) throw new AwsError('NoSuchHostedZone', `No hosted zone found with ID: ${bare}`, 404);
  return zone;
}
