import { orderSentence } from '../events/rollout-sentence.ts';
import type { JournalEntry } from '../model/rollout.ts';
import { reasonOf, summaryOf } from './words.ts';

/** A line of a journal as people read it. */
export function entryWords(entry: JournalEntry): string {
  switch (entry.kind) {
    case 'act':
      return entry.actions.map(summaryOf).join('; ');
    case 'turned-back':
      return `turned back: ${reasonOf(entry.because)}`;
    case 'told':
      return orderSentence(entry.order);
    case 'held':
      return `waited for a person: ${entry.reason}`;
    case 'taken-over':
      return entry.how === 'resume' ? `${entry.by} went on with it` : `${entry.by} put it right`;
    case 'outdated':
      return 'held up for so long that it is decided anew';
    case 'step':
      return `step ${entry.index + 1}: ${entry.title}`;
    case 'check':
      return `${entry.key} ${entry.result}${entry.detail === '' ? '' : `: ${entry.detail}`}`;
  }
}
