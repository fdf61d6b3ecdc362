import type { Tags } from './ec2.ts';

/** A hosted zone with all that is in it: a batch of changes is one record put, whole or not at all. */
export interface HostedZoneRecord {
  /** `Z` and twenty capital letters and digits. */
  readonly id: string;
  /** In small letters, with its last dot: `example.com.` */
  readonly name: string;
  readonly callerReference: string;
  readonly comment?: string;
  /** Only the name servers of its VPCs answer for a private zone. */
  readonly isPrivate: boolean;
  readonly vpcs: readonly ZoneVpc[];
  readonly recordSets: readonly RecordSet[];
  readonly tags: Tags;
}

/** A VPC that sees a private zone. */
export interface ZoneVpc {
  readonly id: string;
  readonly region: string;
}

/** The records of one name and type. */
export interface RecordSet {
  /** In small letters, with its last dot. */
  readonly name: string;
  /** Such as `A` or `TXT`. */
  readonly type: string;
  /** Seconds; an alias has that of what it stands for. */
  readonly ttl?: number;
  /** As in a zone file. */
  readonly values: readonly string[];
  readonly alias?: RecordAlias;
}

/** What a record set stands for instead of having values. */
export interface RecordAlias {
  readonly zoneId: string;
  readonly dnsName: string;
  readonly evaluatesHealth: boolean;
}

/** A change to a hosted zone, on its way to the name servers or there. */
export interface DnsChangeRecord {
  /** `C` and twenty capital letters and digits. */
  readonly id: string;
  readonly status: 'PENDING' | 'INSYNC';
  readonly submittedAt: Date;
  readonly comment?: string;
}
