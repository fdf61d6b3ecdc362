/** Local files that go into an image. Relative paths are relative to where the recipe was written. */
export interface SourceFiles {
  /** Undefined where there is nothing. */
  kind(path: string): Promise<'file' | 'directory' | undefined>;
  read(path: string): Promise<Uint8Array>;
  /** Content hash and mode of a file, or of every file below a folder in a stable order. */
  digest(path: string): Promise<string>;
  /** The absolute path, trailing slash kept, for `ShellSession.uploadFile`. */
  resolve(path: string): string;
}
