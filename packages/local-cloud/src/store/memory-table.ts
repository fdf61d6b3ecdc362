import type { Table } from './table.ts';

/** Anything that a table can hold. */
export interface StoredRecord {
  readonly id: string;
}

/** One change of a table: a record that is put, or the id of one that is deleted. */
export type Change = { readonly put: StoredRecord } | { readonly delete: string };

/** A table in memory that announces each change before making it, so that a change which cannot be logged is not made. */
export class MemoryTable implements Table<StoredRecord> {
  readonly #records = new Map<string, StoredRecord>();
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
    this.#records.set(record.id, record);
    return record;
  }

  update(id: string, change: Partial<StoredRecord>): StoredRecord | undefined {
    const record = this.#records.get(id);
    return record && this.put({ ...record, ...change });
  }

  delete(id: string): boolean {
    if (!this.#records.has(id)) return false;
    this.#announce({ delete: id });
    return this.#records.delete(id);
  }

  /** Takes over a change that is in the log already. */
  replay(change: Change): void {
    if ('put' in change) this.#records.set(change.put.id, change.put);
    else this.#records.delete(change.delete);
  }
}
