import type { RecordSet } from '../../store/records/route53.ts';

/** The name servers of a new zone; all private zones have the same, which exist in no network. */
export function nameServersOf({ isPrivate }: { readonly isPrivate: boolean }): readonly string[] {
  return isPrivate
    ? ['ns-1536.awsdns-00.co.uk', 'ns-0.awsdns-00.com', 'ns-1024.awsdns-00.org', 'ns-512.awsdns-00.net']
    : ['ns-2048.awsdns-64.com', 'ns-2049.awsdns-65.net', 'ns-2050.awsdns-66.org', 'ns-2051.awsdns-67.co.uk'];
}

/** The records that every zone has from its beginning to its end. */
export function ownRecordSets(name: string, isPrivate: boolean): readonly RecordSet[] {
  const servers = nameServersOf({ isPrivate }).map((server) => `${server}.`);
  const authority = `${servers[0]} awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`;
  return [
    { name, type: 'NS', ttl: 172_800, values: servers },
    { name, type: 'SOA', ttl: 900, values: [authority] },
  ];
}

/** Whether a record set is one of those that a zone cannot be without. */
export function isOwnRecordSet({ name, type }: RecordSet, zone: string): boolean {
  return name === zone && (type === 'NS' || type === 'SOA');
}
