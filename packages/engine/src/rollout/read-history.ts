import type { EnvironmentRef } from '../model/environment.ts';
import type { RolloutRecord } from '../model/rollout.ts';
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
  const { entries, end } = record;
  const steps = entries.map((entry, index): HistoryStep => {
    const until = entries[index + 1]?.at ?? end?.at;
    const ms = until === undefined ? undefined : Date.parse(until) - Date.parse(entry.at);
    return { at: entry.at, kind: entry.kind, what: entryWords(entry), ...optional({ ms }) };
  });
  const overridden = entries.flatMap((entry) => {
    if (entry.kind !== 'told' || entry.order.kind !== 'override-gate') return [];
    const { gate, reason, by } = entry.order;
    return [{ gate, reason, by }];
  });
  return { ...record, steps, overridden };
}
