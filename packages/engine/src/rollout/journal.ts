import { ImagoError } from '../errors/imago-error.ts';
import type { EnvironmentRef } from '../model/environment.ts';
import type { JournalEntry, RolloutEnd, RolloutRecord } from '../model/rollout.ts';
import type { StateStore } from '../ports/state-store.ts';
import { stateKeys } from './keys.ts';
import { toText } from './records.ts';

/** A rollout's record while it runs. Each write names the version before it, so that whoever was overtaken fails. */
export interface Journal {
  readonly record: RolloutRecord;
  /** Written before what it tells of is done. */
  append(entry: JournalEntry): Promise<void>;
  end(end: RolloutEnd): Promise<void>;
}

/** Begins a record under the first free number. */
export async function beginJournal(
  state: StateStore,
  ref: EnvironmentRef,
  record: Omit<RolloutRecord, 'number'>,
  last: number,
): Promise<Journal> {
  for (let number = last + 1; ; number += 1) {
    const numbered: RolloutRecord = { number, ...record };
    const written = await state.write(stateKeys.rollout(ref, number), toText(numbered), 'absent');
    if (written !== 'conflict') return openJournal(state, ref, numbered, written.version);
  }
}

/** Goes on with a record that was read. */
export function openJournal(
  state: StateStore,
  ref: EnvironmentRef,
  begun: RolloutRecord,
  version: string,
): Journal {
  let record = begun;
  let expected = { version };
  const write = async (next: RolloutRecord): Promise<void> => {
    const written = await state.write(stateKeys.rollout(ref, next.number), toText(next), expected);
    if (written === 'conflict') throw overtaken(next.number);
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

/** Another run has written to our journal or holds our lock: we must not act any more. */
const overtaken = (number: number): ImagoError =>
  new ImagoError({
    code: 'overtaken',
    source: 'user',
    message: `another run has taken over rollout ${number}`,
    fix: 'look at `imago status`: the other run finishes it',
  });
