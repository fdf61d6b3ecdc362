import { formatDuration } from '../model/duration.ts';
import type { FleetSettings } from '../model/fleet.ts';
import type { RolloutRecord } from '../model/rollout.ts';
import { checksOf } from './checks-of.ts';
import { foldJournal } from './fold-journal.ts';
import { optional } from './optional.ts';
import type { GateProgress, RolloutProgress } from './reports.ts';
import { entryWords } from './entry-words.ts';

/** How far a rollout is, by its journal alone. */
export function progressOf(record: RolloutRecord, settings: FleetSettings | undefined): RolloutProgress {
  const { entries, kind, strategy, toSide } = record;
  const checks = settings === undefined ? [] : checksOf(kind, settings);
  const { stepsDone, checkEnds } = foldJournal(entries, toSide ?? 'r0', checks);
  const titles = stepTitles(strategy);
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

/** What each step of the strategy is, for people. */
function stepTitles(strategy: RolloutRecord['strategy']): readonly string[] {
  switch (strategy?.kind) {
    case 'canary':
      return strategy.steps.map((step) => {
        switch (step.kind) {
          case 'set-weight':
            return `${step.weight} % of the requests`;
          case 'pause':
            return step.duration === undefined
              ? 'pause until promoted'
              : `pause for ${formatDuration(step.duration)}`;
          case 'gate':
            return step.gate.name;
        }
      });
    case 'rolling':
      return strategy.checkpoints.map((share) => `${share} % of the instances`);
    case 'blue-green':
    case undefined:
      return [];
  }
}
