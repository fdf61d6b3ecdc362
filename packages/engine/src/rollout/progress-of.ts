import type { Check } from '../model/check.ts';
import type { EnvironmentSettings } from '../model/release.ts';
import type { RolloutRecord } from '../model/rollout.ts';
import { checksOf } from './checks-of.ts';
import { clusterChecksOf } from './cluster/cluster-checks-of.ts';
import { foldJournal } from './fold-journal.ts';
import { optional } from './optional.ts';
import type { GateProgress, RolloutProgress } from './reports.ts';
import { stepTitles } from './step-titles.ts';
import { entryWords } from './entry-words.ts';

/** How far a rollout is, by its journal alone. */
export function progressOf(
  record: RolloutRecord,
  settings: EnvironmentSettings | undefined,
): RolloutProgress {
  const { entries, kind, toSide } = record;
  const checks = checksIn(kind, settings);
  const { stepsDone, checkEnds } = foldJournal(entries, toSide ?? 'r0', checks);
  // A first release has nothing to take requests from, a rollback goes at once.
  const titles = record.from === undefined ? [] : titlesOf(record, settings);
  const last = entries.at(-1);
  const ended = Object.entries(checkEnds).map(([key, { result, detail }]): GateProgress => {
    const slash = key.indexOf('/');
    return { stage: key.slice(0, slash), name: key.slice(slash + 1), state: result, detail };
  });
  const names = new Set(ended.map(({ name }) => name));
  const open = checks
    .filter(({ name }) => !names.has(name))
    .map(({ name, at }): GateProgress => ({ stage: at, name, state: 'open', detail: '' }));
  return {
    stepsDone,
    steps: titles,
    gates: [...ended, ...open],
    ...optional({ last: last === undefined ? undefined : entryWords(last) }),
  };
}

function titlesOf(
  { to, strategy }: RolloutRecord,
  settings: EnvironmentSettings | undefined,
): readonly string[] {
  if (settings?.kind !== 'cluster') return stepTitles(strategy);
  const { length } = settings.members;
  return settings.members.map((_, index) => `${index + 1} of ${length} members on ${to}`);
}

function checksIn(kind: RolloutRecord['kind'], settings: EnvironmentSettings | undefined): readonly Check[] {
  if (settings === undefined) return [];
  return settings.kind === 'cluster' ? clusterChecksOf(kind, settings) : checksOf(kind, settings);
}
