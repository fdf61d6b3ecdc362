import { expect, test } from 'vitest';
import { Interrupted } from '../../src/exit-code.ts';
import type { Reporter } from '../../src/render/reporter.ts';
import { tellInterruption } from '../../src/render/tell-interruption.ts';

function listen(): { reporter: Reporter; notes: string[]; abort: () => void } {
  const notes: string[] = [];
  const controller = new AbortController();
  const inner: Reporter = {
    bake: () => {},
    rollout: () => {},
    note: (text) => notes.push(text),
    close: () => {},
  };
  return {
    reporter: tellInterruption(inner, controller.signal),
    notes,
    abort: () => controller.abort(new Interrupted('SIGINT')),
  };
}

test('a run that has begun says that it heard Ctrl-C', () => {
  const { reporter, notes, abort } = listen();
  reporter.rollout({ code: 'waiting', reason: 'x' });
  abort();
  expect(notes).toEqual(['interrupted by SIGINT: cleaning up; twice more leaves that to the next command']);
});

test.each(['that has done nothing yet', 'that is done'])('a run %s has nothing to clean up', (when) => {
  const { reporter, notes, abort } = listen();
  if (when === 'that is done') {
    reporter.bake({ code: 'bake-step-started', recipe: 'web', step: 'launch' });
    reporter.close();
  }
  abort();
  expect(notes).toEqual([]);
});
