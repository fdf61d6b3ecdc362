import type { ChangeAction, ResourceRecordSet } from '@aws-sdk/client-route-53';
import type { RecordSet } from '../../store/records/route53.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { changeBatchError } from './change-batch-error.ts';
import { readDomainName } from './domain-name.ts';
import { recordTypes } from './record-values.ts';

/** What Route 53 can do with a record set and the local cloud cannot: refused by name. */
const UNSERVED = [
  'SetIdentifier',
  'Weight',
  'Region',
  'GeoLocation',
  'Failover',
  'MultiValueAnswer',
  'HealthCheckId',
  'TrafficPolicyInstanceId',
  'CidrRoutingConfig',
  'GeoProximityLocation',
] as const satisfies readonly (keyof ResourceRecordSet)[];

/**
 * Reads the record set of one change.
 *
 * @throws {AwsError} `InvalidInput` where it is no record set at all.
 */
export function readRecordSet(action: ChangeAction | undefined, input: ResourceRecordSet): RecordSet {
  const { Name: given = '', Type: type = '', TTL: ttl, ResourceRecords: records = [], AliasTarget } = input;
  const unserved = UNSERVED.find((member) => input[member] !== undefined);
  if (unserved !== undefined) {
    throw new AwsError('InvalidInput', `${unserved} is not supported by the local cloud: leave it out`);
  }
  if (!recordTypes.includes(type)) {
    throw new AwsError(
      'InvalidInput',
      `Records of type '${type}' are not supported by the local cloud: use one of ${recordTypes.join(', ')}`,
    );
  }
  const name = readDomainName(given);
  if (name === undefined)
    throw changeBatchError([`Invalid Resource Record Set: the name '${given}' is not valid`]);
  const isPlain = ttl !== undefined || records.length > 0;
  const isWhole = AliasTarget ? !isPlain : ttl !== undefined && records.length > 0;
  if (!isWhole) {
    const found = AliasTarget ? 'more than one' : 'none';
    throw new AwsError(
      'InvalidInput',
      `Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found ${found} in Change with [Action=${action}, Name=${name}, Type=${type}, SetIdentifier=null]`,
    );
  }
  if (AliasTarget) {
    const {
      HostedZoneId: zoneId = '',
      DNSName = '',
      EvaluateTargetHealth: evaluatesHealth = false,
    } = AliasTarget;
    const dnsName = readDomainName(DNSName);
    if (dnsName === undefined) {
      throw changeBatchError([`Invalid Resource Record Set: the alias target '${DNSName}' is not valid`]);
    }
    return { name, type, values: [], alias: { zoneId, dnsName, evaluatesHealth } };
  }
  if (ttl === undefined || ttl < 0 || ttl > 2 ** 31 - 1) {
    throw new AwsError('InvalidInput', `The TTL '${ttl}' is not valid: use 0 to 2147483647`);
  }
  return { name, type, ttl, values: records.map(({ Value = '' }) => Value) };
}
