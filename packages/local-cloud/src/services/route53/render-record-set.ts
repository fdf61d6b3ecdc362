import type { ResourceRecordSet, RRType } from '@aws-sdk/client-route-53';
import type { RecordSet } from '../../store/records/route53.ts';

/** A record set as the API shows it. */
export function renderRecordSet({ name, type, ttl, values, alias }: RecordSet): ResourceRecordSet {
  const shown = { Name: name, Type: type as RRType };
  if (alias) {
    const { zoneId, dnsName, evaluatesHealth } = alias;
    const target = { HostedZoneId: zoneId, DNSName: dnsName, EvaluateTargetHealth: evaluatesHealth };
    return { ...shown, AliasTarget: target };
  }
  return { ...shown, TTL: ttl, ResourceRecords: values.map((Value) => ({ Value })) };
}
