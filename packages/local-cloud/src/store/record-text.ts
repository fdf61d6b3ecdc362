import type { Change } from './memory-table.ts';

/** A change as it stands in the log: which table, and what happened to it. */
export type Entry = { readonly table: string } & Change;

const DATE = '$date';

/** One line of the log, with its line feed. Dates are written as `{"$date": milliseconds}`. */
export function formatEntry(entry: Entry): string {
  return `${JSON.stringify(entry, tagDates)}\n`;
}

/** Reads a line of the log back; nothing when it is not one, as the last line of a killed process may be. */
export function parseEntry(line: string): Entry | undefined {
  try {
    const entry = JSON.parse(line, untagDates) as Partial<Entry> | null;
    return typeof entry?.table === 'string' && ('put' in entry || 'delete' in entry)
      ? (entry as Entry)
      : undefined;
  } catch {
    return undefined;
  }
}

// `toJSON` has already turned a Date into text when the replacer sees the value; its holder still has the Date.
function tagDates(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const original = this[key];
  return original instanceof Date ? { [DATE]: original.getTime() } : value;
}

function untagDates(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !(DATE in value)) return value;
  const milliseconds = value[DATE];
  return typeof milliseconds === 'number' && Object.keys(value).length === 1 ? new Date(milliseconds) : value;
}
