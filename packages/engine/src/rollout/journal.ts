import type { EnvironmentRef } from '../model/environment.ts';
import type { JournalEntry, RolloutEnd, RolloutRecord } from '../model/rollout.ts';
import type { StateStore } from '../ports/state-store.ts';
import { stateKeys } from './keys.ts';
import { overtaken } from './overtaken.ts';
import { toText } from './records.ts';

/** A rollout's record while it runs. Each write names the version before it, so that whoever was overtaken fails. */
export interface Journal {
  readonly record: RolloutRecord;
  /** Written before what it tells of is done. */
  append(entry: JournalEntry): Promise<void>;
  end(end: RolloutEnd): Promise<void>;
}

/** Begins a record after the last one. Whoever lost the lock and has not noticed finds the number taken, or changed nothing. */
export async function beginJournal(
  state: StateStore,
  ref: EnvironmentRef,
  record: Omit<RolloutRecord, 'number'>,
  last: number,
): Promise<Journal> {
  const numbered: RolloutRecord = { number: last + 1, ...record };
  const written = await state.write(stateKeys.rollout(ref, numbered.number), toText(numbered), 'absent');
  if (written === 'conflict') throw overtaken(`rollout ${numbered.number}`);
  return openJournal(state, ref, numbered, written.version);
}

/** Goes on with the record of a process that is gone; undefined where somebody has written to it since it was read. */
export async function claimJournal(
  state: StateStore,
  ref: EnvironmentRef,
  { record, version }: { readonly record: RolloutRecord; readonly version: string },
  entry: JournalEntry,
): Promise<Journal | undefined> {
  const claimed = { ...record, entries: [...record.entries, entry] };
  const written = await state.write(stateKeys.rollout(ref, record.number), toText(claimed), { version });
  return written === 'conflict' ? undefined : openJournal(state, ref, claimed, written.version);
}

function openJournal(state: StateStore, ref: EnvironmentRef, begun: RolloutRecord, version: string): Journal {
  let record = begun;
  let expected = { version };
  const write = async (next: RolloutRecord): Promise<void> => {
    const written = await state.write(stateKeys.rollout(ref, next.number), toText(next), expected);
    if (written === 'conflict') throw overtaken(`rollout ${next.number}`);
    expected = written;
    record = next;
  };
  return {
    get record() {
      return record;
    },
    append: (entry) => write({ ...record, entries: [...record.entries, entry] }),
    end: (end) => write({ ...record, end }),
  };
}
