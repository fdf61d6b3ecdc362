import type { Check } from '../model/check.ts';
import type { ClusterAction } from '../model/cluster-action.ts';
import type { JournalEntry } from '../model/rollout.ts';
import type { ClusterFolded } from '../strategies/cluster/cluster-rollout.ts';
import { hear, untold, withoutFailed } from './fold-journal.ts';

/** What a cluster's journal tells, and when something was last written that was not there before. */
export type FoldedCluster = ClusterFolded & { readonly lastNewsAt?: Date };

const begun: FoldedCluster = { acts: [], checkEnds: {}, stepsDone: 0, told: untold, recovering: false };

/** Folds the journal of a cluster's rollout: how far its members are is seen, so little has to be remembered. */
export function foldClusterJournal(
  entries: readonly JournalEntry<ClusterAction>[],
  checks: readonly Check[],
): FoldedCluster {
  const approvals = new Set(checks.flatMap(({ kind, name }) => (kind === 'approval' ? [name] : [])));
  const ordered = new Set<string>();
  return entries.reduce((folded: FoldedCluster, entry): FoldedCluster => {
    const at = new Date(entry.at);
    const next: FoldedCluster = { ...folded, lastNewsAt: at };
    switch (entry.kind) {
      case 'act': {
        const acts = entry.actions.map((action) => ({ at, action }));
        // To order something once more moves nothing on.
        const texts = entry.actions.map(textOf);
        const news = texts.some((text) => !ordered.has(text));
        for (const text of texts) ordered.add(text);
        return { ...(news ? next : folded), acts: [...folded.acts, ...acts], actedAt: at };
      }
      case 'turned-back':
        return { ...next, turnedBack: entry.because, turnedBackAt: at };
      case 'told':
        return { ...next, told: hear(folded.told, entry.order) };
      case 'held':
        return next;
      // What was not done because its look was too old is decided anew.
      case 'outdated':
        return { ...next, outdatedAt: at };
      case 'taken-over':
        // What the process before has ordered last may be done only now.
        if (entry.how === 'recover') return { ...next, actedAt: at, takenOverAt: at, recovering: true };
        return {
          ...next,
          actedAt: at,
          takenOverAt: at,
          recovering: false,
          told: { ...folded.told, paused: false },
          checkEnds: withoutFailed(folded.checkEnds),
        };
      case 'step': {
        const told = { ...folded.told, promoted: false };
        return { ...next, stepsDone: entry.index + 1, lastStepAt: at, told };
      }
      case 'check': {
        const { key, name, result, detail } = entry;
        const promoted = folded.told.promoted && !approvals.has(name);
        return {
          ...next,
          checkedAt: at,
          checkEnds: { ...folded.checkEnds, [key]: { result, detail } },
          told: { ...folded.told, promoted },
        };
      }
    }
  }, begun);
}

const texts = new WeakMap<ClusterAction, string>();

/** An action as text; each is folded again with every entry that comes after it. */
function textOf(action: ClusterAction): string {
  const text = texts.get(action) ?? JSON.stringify(action);
  texts.set(action, text);
  return text;
}

/** The same, but no sooner than something was written again: it is looked at far more often. */
export function foldWhenWritten(): typeof foldClusterJournal {
  let last:
    | { readonly entries: readonly JournalEntry<ClusterAction>[]; readonly folded: FoldedCluster }
    | undefined;
  return (entries, checks) => {
    if (last?.entries !== entries) last = { entries, folded: foldClusterJournal(entries, checks) };
    return last.folded;
  };
}
