import type { NormalizedSchema } from '@smithy/core/schema';

/**
 * Compiles each structure's members once and keeps the table by schema.
 *
 * The table is known before it is filled, so that a shape may contain itself.
 */
export function structTable<Row>(
  compile: (name: string, member: NormalizedSchema) => Row,
): (struct: NormalizedSchema) => readonly Row[] {
  const tables = new WeakMap<object, Row[]>();
  return (struct) => {
    const key = struct.getSchema() as object;
    let table = tables.get(key);
    if (!table) {
      table = [];
      tables.set(key, table);
      for (const [name, member] of struct.structIterator()) table.push(compile(name, member));
    }
    return table;
  };
}
