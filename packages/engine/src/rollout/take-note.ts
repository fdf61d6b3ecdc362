import type { Note } from '../model/rollout.ts';
import type { Run } from './run.ts';

/** Journals what a strategy has to say about its own way, and tells it. */
export async function takeNote(note: Note, { ports, journal }: Run): Promise<void> {
  await journal.append({ at: ports.clock.now().toISOString(), ...note });
  switch (note.kind) {
    case 'step':
      ports.emit({ code: 'step-passed', index: note.index, title: note.title });
      return;
    case 'check': {
      const { key, name, result, detail } = note;
      // It has told of itself when it ended.
      if (isTest(key) && result !== 'overridden') return;
      ports.emit({ code: 'check-ended', key, name, result, detail });
    }
  }
}

const isTest = (key: string): boolean => /^(before|during|after)\//.test(key);
