import type { View } from './table.ts';

/** A table's records by a key that not all need have and several may share. */
export interface RecordIndex<T> extends View<T> {
  /** Oldest first. */
  of(key: string): readonly T[];
}

/** Makes an empty index, for `Table.view`. */
export function createRecordIndex<T extends { readonly id: string }>(
  keyOf: (record: T) => string | undefined,
): RecordIndex<T> {
  const byKey = new Map<string, Map<string, T>>();
  return {
    of: (key) => [...(byKey.get(key)?.values() ?? [])],
    change: (before, after) => {
      const left = before && keyOf(before);
      const key = after && keyOf(after);
      if (before && left !== undefined && left !== key) {
        const others = byKey.get(left);
        others?.delete(before.id);
        if (others?.size === 0) byKey.delete(left);
      }
      if (!after || key === undefined) return;
      const others = byKey.get(key);
      if (others) others.set(after.id, after);
      else byKey.set(key, new Map([[after.id, after]]));
    },
  };
}
