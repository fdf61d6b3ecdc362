/** What the name server of one network answers by itself. */
export interface NameServerSpec {
  /** Short and unique, `[a-z0-9-]`, used for file names. */
  readonly id: string;
  /** Where it listens: the host's own address in the network. */
  readonly address: string;
  /** Names that it never asks others about, nor what lies below them, without their last dot. */
  readonly zones: readonly string[];
  readonly records: readonly NameRecord[];
}

/** One record in the form of a zone file, names in small letters. */
export interface NameRecord {
  /** With its last dot; a first label `\052` stands for all names below the rest. */
  readonly name: string;
  /** Such as `A` or `TXT`. */
  readonly type: string;
  readonly value: string;
}

/**
 * Real name servers, one process for each network, that outlive the daemon. What a server has no zone for it asks
 * those that the host asks.
 */
export interface NameServers {
  /** Makes the server of a network answer by the spec; addresses change without a restart. */
  apply(spec: NameServerSpec): Promise<void>;
  /** Ends all servers but these. */
  keep(ids: ReadonlySet<string>): Promise<void>;
}
