import type { EnvironmentSettings } from '../model/release.ts';
import type { RolloutRecord } from '../model/rollout.ts';
import { checksOf } from './checks-of.ts';
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
  const { entries, toSide } = record;
  const checks = settings === undefined ? [] : checksOf(record, settings);
  const { stepsDone, checkEnds } = foldJournal(entries, toSide ?? 'r0', checks);
  // A first release has nothing to take requests from, a rollback goes at once.
  const titles = record.from === undefined ? [] : titlesOf(record, settings);
  const last = entries.at(-1);
  const ended = Object.entries(checkEnds).map(([key, { result, detail }]): GateProgress => {
    const slash = key.indexOf('/');
    return { stage: key.slice(0, slash), name: key.slice(slash + 1), state: result, detail };
  });
  const open = checks
    // A test may run at several moments.
    .filter(
      ({ kind, name, at }) =>
        !ended.some((one) => one.name === name && (kind !== 'test' || one.stage === at)),
    )
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
  return settings.members.map((_, index) => `member ${index + 1} of ${length} to ${to}`);
}
