import {
  closeSync,
  existsSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import type { MemoryTable } from './memory-table.ts';
import { type Entry, formatEntry, parseEntry } from './record-text.ts';

/** The append-only file behind a store. */
export interface Log {
  append(entry: Entry): void;
  close(): void;
}

/** Below this many bytes a log is not worth rewriting, however much of it is history. */
const SMALL = 4 * 1024 * 1024;
/** A log is rewritten when it has grown to this many times the size of what it says. */
const GROWTH = 4;

/**
 * Replays `file` into the tables, rewrites it without its history, and keeps it for appending.
 *
 * A rewrite is a new file renamed over the old one: a kill at any point leaves one of the two, whole.
 * There is no fsync: the log survives the death of the process, not of the host, and so do the machines.
 */
export function openLog(file: string, tables: ReadonlyMap<string, MemoryTable>): Log {
  replay(file, tables);
  let { descriptor, bytes } = compact(file, tables);
  let liveBytes = bytes;
  return {
    append: (entry) => {
      if (bytes > SMALL && bytes > liveBytes * GROWTH) {
        closeSync(descriptor);
        ({ descriptor, bytes } = compact(file, tables));
        liveBytes = bytes;
      }
      try {
        bytes += writeAll(descriptor, formatEntry(entry));
      } catch (error) {
        // Half a line in the middle of the log would make the next one unreadable.
        ftruncateSync(descriptor, bytes);
        throw error;
      }
    },
    close: () => closeSync(descriptor),
  };
}

function replay(file: string, tables: ReadonlyMap<string, MemoryTable>): void {
  if (!existsSync(file)) return;
  const lines = readFileSync(file, 'utf8').split('\n');
  // What follows the last line feed is empty, or a line that a kill tore.
  lines.pop();
  for (const [index, line] of lines.entries()) {
    const entry = parseEntry(line);
    if (!entry) throw new Error(`the store's log is damaged at ${file}:${index + 1}: run imago local reset`);
    // A table that this version does not know was dropped from the design: so are its records.
    tables.get(entry.table)?.replay(entry);
  }
}

function compact(
  file: string,
  tables: ReadonlyMap<string, MemoryTable>,
): { descriptor: number; bytes: number } {
  const fresh = `${file}.new`;
  rmSync(fresh, { force: true });
  const descriptor = openSync(fresh, 'ax', 0o600);
  let bytes = 0;
  let text = '';
  for (const [table, records] of tables) {
    for (const record of records.values()) {
      text += formatEntry({ table, put: record });
      if (text.length < 1024 * 1024) continue;
      bytes += writeAll(descriptor, text);
      text = '';
    }
  }
  bytes += writeAll(descriptor, text);
  renameSync(fresh, file);
  return { descriptor, bytes };
}

/** One write is nearly always enough; a full disk or a signal may cut it short. */
function writeAll(descriptor: number, text: string): number {
  const data = Buffer.from(text);
  for (let offset = 0; offset < data.length;) offset += writeSync(descriptor, data, offset);
  return data.length;
}
