/** Whose move it is: the user's (wrong input), the cloud's (it, or what runs on it, refused or failed), or ours (a defect). */
export type ErrorSource = 'user' | 'cloud' | 'internal';

export interface ImagoErrorFacts {
  /** Stable and kebab-case, such as `config-invalid` or `script-failed`. */
  readonly code: string;
  readonly source: ErrorSource;
  /** Lower case, no full stop, with the wrong value in it. */
  readonly message: string;
  /** What to write or do instead. */
  readonly fix?: string;
  readonly cause?: unknown;
}

/** The one exception of Imago: it means giving up. What is expected is a value, never an exception. */
export class ImagoError extends Error {
  readonly code: string;
  readonly source: ErrorSource;
  readonly fix: string | undefined;

  constructor(facts: ImagoErrorFacts) {
    super(facts.message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = 'ImagoError';
    this.code = facts.code;
    this.source = facts.source;
    this.fix = facts.fix;
  }
}
