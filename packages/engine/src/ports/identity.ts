/** A process that may hold a lock. */
export interface ProcessIdentity {
  readonly user: string;
  readonly host: string;
  readonly pid: number;
  /** Tells a process from a later one with the same pid. */
  readonly start: string;
}

/** Who runs, and whether another process of this host still does. */
export interface Identity {
  readonly self: ProcessIdentity;
  /** True only when it is certain: the same host, and no such process any more. */
  isDead(other: ProcessIdentity): Promise<boolean>;
}
