import type { JournalEntry, ReleaseId, RolloutRecord } from '@imago/engine';
import type { MemoryStateStore } from '../../memory-state-store.ts';

/** The journals of a schedule, as the store has them. */
export interface RecordWatch {
  /** The newest rollout. */
  latest(): RolloutRecord | undefined;
  /** The newest rollout, where it has not ended. */
  unfinished(): RolloutRecord | undefined;
  /** How the last rollout to each release ended, apart from the one given. */
  endOf(release: ReleaseId, except?: number): NonNullable<RolloutRecord['end']>['kind'] | undefined;
  /** Who holds the lock: process id; undefined where it was broken on request so lately that its holder may not know. */
  lockedBy(now: number): number | undefined;
  /** The lock was broken on request. */
  broken(now: number): void;
}

/** Told when a rollout begins and when it has ended. */
export interface RecordListener {
  begun(record: RolloutRecord): void;
  ended(record: RolloutRecord): void;
}

/** How long a process may not know that its lock was broken: until it renews it, and a call that is under way. */
const untold = 20_000;

/** Watches what processes write to the store. */
export function watchRecords(store: MemoryStateStore, listener: RecordListener): RecordWatch {
  let text = '';
  let parsed: RolloutRecord | undefined;
  let lockText = '';
  let brokenAt = 0;
  const ended = new Map<number, RolloutRecord>();
  const latest = (): RolloutRecord | undefined => {
    // The engine wrote it.
    if (parsed === undefined && text !== '') parsed = JSON.parse(text) as RolloutRecord;
    return parsed;
  };
  store.onWrite((key, written, before) => {
    if (key.endsWith('/lock.json')) lockText = written;
    if (!key.includes('/rollouts/')) return;
    text = written;
    parsed = undefined;
    const begins = before === undefined;
    // An end comes last, and its key at this depth is written nowhere else.
    const ends = written.includes('\n  "end": {') && before?.includes('\n  "end": {') !== true;
    if (!begins && !ends) return;
    const record = latest();
    if (record === undefined) return;
    if (begins) listener.begun(record);
    if (!ends) return;
    ended.set(record.number, record);
    listener.ended(record);
  });
  return {
    latest,
    unfinished() {
      const record = latest();
      return record?.end === undefined ? record : undefined;
    },
    endOf(release, except) {
      const last = [...ended.values()].filter(({ to, number }) => to === release && number !== except).at(-1);
      return last?.end?.kind;
    },
    broken(now) {
      brokenAt = now;
    },
    lockedBy(now) {
      if (now - brokenAt < untold) return undefined;
      // The engine wrote it.
      const lock =
        lockText === '' ? {} : (JSON.parse(lockText) as { readonly owner?: { readonly pid: number } });
      return lock.owner?.pid ?? 0;
    },
  };
}

/** When traffic was last ordered to go to a side, as the journal has it. */
export function shiftOrderedAt(record: RolloutRecord, side: ReleaseId | undefined): number | undefined {
  const shift = record.entries.findLast(
    (entry): entry is Extract<JournalEntry, { kind: 'act' }> =>
      entry.kind === 'act' &&
      entry.actions.some(
        (action) =>
          action.kind === 'set-weights' &&
          action.weights.some(({ release, weight }) => release === side && weight > 0),
      ),
  );
  return shift === undefined ? undefined : new Date(shift.at).getTime();
}

/** Whether the rollout goes back to where it began. */
export const isTurnedBack = ({ entries }: RolloutRecord): boolean =>
  entries.some(({ kind }) => kind === 'turned-back');
