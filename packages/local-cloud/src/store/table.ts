/** What is worked out from a table's records and kept as they change: an index, a count. It is never state. */
export interface View<T> {
  /** A record was put in place of `before`, or for the first time, or deleted. Must not throw. */
  change(before: T | undefined, after: T | undefined): void;
}

/** A named set of records, in memory, written through to the store's log. Records are never changed in place. */
export interface Table<T extends { readonly id: string }> {
  readonly size: number;
  get(id: string): T | undefined;
  /** Newest insertion last. */
  values(): IterableIterator<T>;
  put(record: T): T;
  /** Puts `{ ...record, ...change }` where the record exists; answers the new one. */
  update(id: string, change: Partial<T>): T | undefined;
  delete(id: string): boolean;
  /** The table's view of this kind; made at the first call from the records there are, and the same ever after. */
  view<V extends View<T>>(create: () => V): V;
}
