/** The process that a temporary resource belongs to. */
export interface Owner {
  readonly host: string;
  readonly pid: number;
  /** Start of the process, which tells it from a later one with the same pid. */
  readonly startedAt: string;
}

/** Knows who runs on this machine, so that what a killed run left behind is recognised. */
export interface Owners {
  readonly self: Owner;
  /** `unknown` for an owner on another machine. */
  state(owner: Owner): 'alive' | 'dead' | 'unknown';
}
