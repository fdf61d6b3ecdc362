import type { ChangeInfo } from '@aws-sdk/client-route-53';
import type { LocalCloud } from '../../cloud.ts';
import type { DnsChangeRecord } from '../../store/records/route53.ts';
import { newDnsId } from './dns-ids.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Notes that zones have changed: the change is `INSYNC` as soon as the name servers answer by it. */
export function submitChange(cloud: LocalCloud, comment?: string): ChangeInfo {
  const { dnsChanges } = cloud.tables;
  const now = cloud.now();
  for (const { id, status, submittedAt } of dnsChanges.values()) {
    if (status === 'INSYNC' && now.getTime() - submittedAt.getTime() > DAY_MS) dnsChanges.delete(id);
  }
  const change: DnsChangeRecord = {
    id: newDnsId('C'),
    status: 'PENDING',
    submittedAt: now,
    ...(comment === undefined ? {} : { comment }),
  };
  dnsChanges.put(change);
  cloud.poke();
  return renderChange(change);
}

/** A change as the API shows it. */
export function renderChange({ id, status, submittedAt, comment }: DnsChangeRecord): ChangeInfo {
  return {
    Id: `/change/${id}`,
    Status: status,
    SubmittedAt: submittedAt,
    ...(comment === undefined ? {} : { Comment: comment }),
  };
}
