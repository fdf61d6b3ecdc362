import type { EnvironmentRef } from '../model/environment.ts';
import type { JournalEntry, RolloutRecord } from '../model/rollout.ts';
import { entryWords } from './entry-words.ts';
import { optional } from './optional.ts';
import type { RolloutPorts } from './ports.ts';
import { readReleases, readRollouts } from './records.ts';
import type { HistoryReport, HistoryStep, RolloutHistory } from './reports.ts';

/** All releases and rollouts, newest first. */
export async function readHistory(
  request: EnvironmentRef,
  { state }: Pick<RolloutPorts, 'state'>,
): Promise<HistoryReport> {
  const ref = { project: request.project, environment: request.environment };
  const [releases, rollouts] = await Promise.all([readReleases(state, ref), readRollouts(state, ref)]);
  return { releases: releases.toReversed(), rollouts: rollouts.map(historyOf).toReversed() };
}

function historyOf(record: RolloutRecord): RolloutHistory {
  const { entries } = record;
  const steps = entries.map((entry, index): HistoryStep => {
    const ms = tookMs(record, index);
    return { at: entry.at, kind: entry.kind, what: entryWords(entry), ...optional({ ms }) };
  });
  const overridden = entries.flatMap((entry) => {
    if (entry.kind !== 'told' || entry.order.kind !== 'override-gate') return [];
    const { gate, reason, by } = entry.order;
    return [{ gate, reason, by }];
  });
  return { ...record, steps, overridden };
}

/** How long an entry's matter took; undefined where the time belongs to the entry after it, or is not over. */
function tookMs({ entries, end, startedAt }: RolloutRecord, index: number): number | undefined {
  const [before, entry, next] = [entries[index - 1], entries[index], entries[index + 1]];
  const between = (from: string, to: string | undefined): number | undefined =>
    to === undefined ? undefined : Date.parse(to) - Date.parse(from);
  if (entry === undefined) return undefined;
  if (isResult(entry)) return between(before?.at ?? startedAt, entry.at);
  return next !== undefined && isResult(next) ? undefined : between(entry.at, next?.at ?? end?.at);
}

/** Steps and checks are written down when they are over, everything else before it is done. */
const isResult = ({ kind }: JournalEntry): boolean => kind === 'step' || kind === 'check';
