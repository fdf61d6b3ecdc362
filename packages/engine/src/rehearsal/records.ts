import { isRehearsalId } from '../model/rehearsal.ts';
import type { RehearsalRecord } from './rehearsal-record.ts';
import type { StateStore } from '../ports/state-store.ts';
import { stateKeys } from '../rollout/keys.ts';
import { overtaken } from '../rollout/overtaken.ts';
import { parseRecord, toText } from '../rollout/records.ts';

/** A rehearsal's record that only its process, or whoever removes it, writes to. */
export interface RehearsalBook {
  readonly record: RehearsalRecord;
  /** Writes these fields anew. */
  write(change: Partial<RehearsalRecord>): Promise<void>;
}

/** Begins a record; refuses an id that is taken. */
export async function beginRehearsal(state: StateStore, record: RehearsalRecord): Promise<RehearsalBook> {
  const key = stateKeys.rehearsal(record.project, record.id);
  const written = await state.write(key, toText(record), 'absent');
  if (written === 'conflict') throw overtaken(`rehearsal ${record.id}`);
  return bookOf(state, record, written.version);
}

/** The record of a rehearsal, to be written on; undefined where there is none. */
export async function openRehearsal(
  state: StateStore,
  project: string,
  id: string,
): Promise<RehearsalBook | undefined> {
  const key = stateKeys.rehearsal(project, id);
  const found = await state.read(key);
  if (found === undefined) return undefined;
  return bookOf(state, parseRecord<RehearsalRecord>(key, found.text), found.version);
}

/** Every rehearsal of a project, as it was last written; oldest first. */
export async function readRehearsals(
  state: StateStore,
  project: string,
): Promise<readonly RehearsalRecord[]> {
  const prefix = stateKeys.rehearsals(project);
  const ids = (await state.list(prefix)).flatMap((key) => {
    // An environment may be called `rehearsals`.
    const id = key.slice(prefix.length).replace(/\.json$/, '');
    return isRehearsalId(id) ? [id] : [];
  });
  const books = await Promise.all(ids.map((id) => openRehearsal(state, project, id)));
  return books
    .flatMap((book) => (book === undefined ? [] : [book.record]))
    .sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
}

function bookOf(state: StateStore, begun: RehearsalRecord, version: string): RehearsalBook {
  const key = stateKeys.rehearsal(begun.project, begun.id);
  let record = begun;
  let expected = { version };
  return {
    get record() {
      return record;
    },
    async write(change) {
      const next = { ...record, ...change };
      const written = await state.write(key, toText(next), expected);
      if (written === 'conflict') throw overtaken(`rehearsal ${record.id}`);
      expected = written;
      record = next;
    },
  };
}
