import type { RehearsalRecord } from './rehearsal-record.ts';

/** A rehearsal whose environment nobody needs any more. */
export interface Leftover {
  readonly record: RehearsalRecord;
  /** In a few words. */
  readonly why: string;
}

/** By what it is judged. */
interface Circumstances {
  readonly now: Date;
  /** Ids of those whose process is certain to be gone. */
  readonly dead: ReadonlySet<string>;
  /** The only one that can be reached from here. */
  readonly region: string;
}

/** How many records of rehearsals that are gone are kept: the last word on releases that are still to be deployed. */
const remembered = 50;

/**
 * Rehearsals that are to be removed: those that have expired, whoever made them, and those whose process is gone, but
 * for the ones that stay to be looked at.
 */
export function leftoversIn(
  records: readonly RehearsalRecord[],
  { now, dead, region }: Circumstances,
): readonly Leftover[] {
  return records.flatMap((record): readonly Leftover[] => {
    const { removedAt, expiresAt, holder, id, kept } = record;
    if (removedAt !== undefined || record.region !== region) return [];
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
