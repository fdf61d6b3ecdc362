import type { Table, View } from './table.ts';

/** Anything that a table can hold. */
export interface StoredRecord {
  readonly id: string;
}

/** One change of a table: a record that is put, or the id of one that is deleted. */
export type Change = { readonly put: StoredRecord } | { readonly delete: string };

/** A table in memory that announces each change before making it, so that a change which cannot be logged is not made. */
export class MemoryTable implements Table<StoredRecord> {
  readonly #records = new Map<string, StoredRecord>();
  readonly #views = new Map<() => View<StoredRecord>, View<StoredRecord>>();
  readonly #announce: (change: Change) => void;

  constructor(announce: (change: Change) => void) {
    this.#announce = announce;
  }

  get size(): number {
    return this.#records.size;
  }

  get(id: string): StoredRecord | undefined {
    return this.#records.get(id);
  }

  values(): IterableIterator<StoredRecord> {
    return this.#records.values();
  }

  put<T extends StoredRecord>(record: T): T {
    this.#announce({ put: record });
    this.#set(record);
    return record;
  }

  update(id: string, change: Partial<StoredRecord>): StoredRecord | undefined {
    const record = this.#records.get(id);
    return record && this.put({ ...record, ...change });
  }

  delete(id: string): boolean {
    if (!this.#records.has(id)) return false;
    this.#announce({ delete: id });
    this.#remove(id);
    return true;
  }

  view<V extends View<StoredRecord>>(create: () => V): V {
    let view = this.#views.get(create) as V | undefined;
    if (!view) {
      view = create();
      for (const record of this.#records.values()) view.change(undefined, record);
      this.#views.set(create, view);
    }
    return view;
  }

  /** Takes over a change that is in the log already. */
  replay(change: Change): void {
    if ('put' in change) this.#set(change.put);
    else this.#remove(change.delete);
  }

  #set(record: StoredRecord): void {
    const before = this.#records.get(record.id);
    this.#records.set(record.id, record);
    for (const view of this.#views.values()) view.change(before, record);
  }

  #remove(id: string): void {
    const before = this.#records.get(id);
    this.#records.delete(id);
    if (before) for (const view of this.#views.values()) view.change(before, undefined);
  }
}
