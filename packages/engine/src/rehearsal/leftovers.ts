import type { RehearsalRecord } from '../model/rehearsal.ts';

/** A rehearsal whose environment nobody needs any more. */
export interface Leftover {
  readonly record: RehearsalRecord;
  /** In a few words. */
  readonly why: string;
}

/** How many records of rehearsals that are gone are kept: the last word on releases that are still to be deployed. */
const remembered = 50;

/**
 * Rehearsals that are to be removed: those that have expired, whoever made them, and those whose process is gone, but
 * for the ones that stay to be looked at. `dead`: ids of those whose process is certain to be gone.
 */
export function leftoversIn(
  records: readonly RehearsalRecord[],
  { now, dead }: { readonly now: Date; readonly dead: ReadonlySet<string> },
): readonly Leftover[] {
  return records.flatMap((record): readonly Leftover[] => {
    const { removedAt, expiresAt, holder, id, kept } = record;
    if (removedAt !== undefined) return [];
    if (new Date(expiresAt) <= now) return [{ record, why: `it expired at ${expiresAt}` }];
    // A process that ends on purpose leaves what is kept, and it only.
    const ended = kept && record.state !== 'running';
    return dead.has(id) && !ended ? [{ record, why: `its process ${holder.pid} is gone` }] : [];
  });
}

/** Records that nobody needs any more: of those whose environments are gone, all but the newest. */
export function forgettable(records: readonly RehearsalRecord[]): readonly RehearsalRecord[] {
  return records
    .filter(({ removedAt }) => removedAt !== undefined)
    .sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1))
    .slice(remembered);
}
