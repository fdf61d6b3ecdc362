/** One mistake in a config: where, what is wrong with which value, and what to write instead. */
export interface Problem {
  /** `environments.production.size.min`; empty for the config as a whole. */
  readonly path: string;
  /** Lower case, with the wrong value: `"3" is not a number`. */
  readonly message: string;
  /** What to write instead. */
  readonly fix: string;
}
