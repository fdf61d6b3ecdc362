import type { FactsOf } from './event-facts.ts';
import type { RehearsalEvent } from './rehearsal-events.ts';

const rehearsal = 'Name of its environment, such as `test-3f9a01c2`.';
const of = 'The environment that it rehearses for.';

/** The events of rehearsals; those of the rollouts inside them come between. */
export const rehearsalEventFacts: FactsOf<RehearsalEvent> = {
  'rehearsal-started': {
    when: 'The record of a rehearsal is written, and its first resource is about to be made.',
    level: 'info',
    payload: {
      rehearsal,
      of,
      kind: '`create` or `upgrade`.',
      expiresAt: 'When any command removes it; ISO 8601.',
    },
  },
  'rehearsal-step': {
    when: 'A part of a rehearsal begins or is done.',
    level: 'info',
    payload: { rehearsal, summary: 'One sentence for people.' },
  },
  'rehearsal-ended': {
    when: 'What was to be tried was tried; its environment is taken down next.',
    level: 'info',
    payload: {
      rehearsal,
      of,
      result: '`passed`, `failed` or `interrupted`.',
      reason: 'Why it did not pass.',
    },
  },
  'rehearsal-removed': {
    when: 'Nothing of a rehearsal is left.',
    level: 'info',
    payload: {
      rehearsal,
      of,
      why: 'Why another command than its own removed it.',
      ms: 'Milliseconds that it took.',
    },
  },
  'rehearsal-left': {
    when: 'Something of a rehearsal could not be removed; the next command tries again.',
    level: 'warning',
    payload: { rehearsal, of, reason: 'What was in the way.' },
  },
};
