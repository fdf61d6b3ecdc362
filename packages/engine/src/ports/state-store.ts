/** Small JSON documents under conditional writes: S3 in production. */
export interface StateStore {
  /** Undefined where there is none. */
  read(key: string): Promise<{ readonly text: string; readonly version: string } | undefined>;
  /**
   * Writes when the document is as expected: `absent`, or of the version read before.
   * Answers the new version, or `conflict` when somebody else wrote in between.
   */
  write(
    key: string,
    text: string,
    expected: 'absent' | { readonly version: string },
  ): Promise<{ readonly version: string } | 'conflict'>;
  /** Keys with the prefix, in order. */
  list(prefix: string): Promise<readonly string[]>;
  delete(key: string): Promise<void>;
}
