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

/** All that is kept of a project's rehearsals. */
export interface Shelf {
  /** As they were last written; oldest first. */
  readonly records: readonly RehearsalRecord[];
  /** Ids of rehearsals that a lock was taken on, and not cleared away. */
  readonly locked: readonly string[];
}

/** Reads it. */
export async function readShelf(state: StateStore, project: string): Promise<Shelf> {
  const prefix = stateKeys.rehearsals(project);
  const names = (await state.list(prefix)).map((key) => key.slice(prefix.length));
  // An environment may be called `rehearsals`: what is no rehearsal's is not ours.
  const idsOf = (ending: string): readonly string[] =>
    names
      .filter((name) => name.endsWith(ending))
      .map((name) => name.slice(0, -ending.length))
      .filter(isRehearsalId);
  const books = await Promise.all(idsOf('.json').map((id) => openRehearsal(state, project, id)));
  const records = books.flatMap((book) => (book === undefined ? [] : [book.record]));
  return {
    records: records.sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1)),
    locked: idsOf('/lock.json'),
  };
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
