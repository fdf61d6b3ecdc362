/** What a root file system lies on: a frozen disk, or a base disk's root in the cache. */
export type DiskRef =
  | { readonly kind: 'disk'; readonly number: number }
  | { readonly kind: 'base'; readonly root: string };

/** What is kept of a frozen disk beside its files. */
export interface DiskRecord {
  readonly number: number;
  readonly name: string;
  /** What it lies on; null when it is complete by itself. */
  readonly on: DiskRef | null;
  readonly bytes: number;
  /** Its name is free again; the files stay for what builds on them. */
  readonly deleted: boolean;
}
