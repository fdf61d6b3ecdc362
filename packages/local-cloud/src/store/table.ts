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
}
