import type { Table, View } from '../store/table.ts';

/** One change of a record: what it was before, unless it was new. */
export interface PastChange {
  readonly at: number;
  readonly table: string;
  readonly id: string;
  readonly before: { readonly id: string } | undefined;
}

/** A table as it was before its latest changes, to read from. Records that were deleted since come last. */
export function createPastTable<T extends { readonly id: string }>(
  table: Table<T>,
  changes: readonly PastChange[],
): Table<T> {
  const records = new Map(Array.from(table.values(), (record) => [record.id, record]));
  for (const { id, before } of changes.toReversed()) {
    if (before === undefined) records.delete(id);
    // what the table itself held under this id
    else records.set(id, before as T);
  }
  const views = new Map<() => View<T>, View<T>>();
  return {
    size: records.size,
    get: (id) => records.get(id),
    values: () => records.values(),
    put: refuse,
    update: refuse,
    delete: refuse,
    view: <V extends View<T>>(create: () => V): V => {
      const known = views.get(create) as V | undefined;
      if (known) return known;
      const view = create();
      for (const record of records.values()) view.change(undefined, record);
      views.set(create, view);
      return view;
    },
  };
}

function refuse(): never {
  throw new Error('the past cannot be changed: an action that only reads has tried to write');
}
