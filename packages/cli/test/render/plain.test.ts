import { expect, test } from 'vitest';
import { createPlainReporter } from '../../src/render/plain.ts';

test('every line has the time of day, and what says nothing has no line', () => {
  let text = '';
  const now = (): Date => new Date('2026-11-21T10:02:11.900Z');
  const reporter = createPlainReporter((line) => (text += line), now);
  reporter.bake({ code: 'bake-step-started', recipe: 'web', step: 'launch' });
  reporter.bake({ code: 'bake-output', recipe: 'web', index: 0, stream: 'stdout', text: 'one\ntwo' });
  reporter.rollout({ code: 'waiting', reason: 'r2 to be healthy again' });
  reporter.rollout({ code: 'waiting', reason: 'r2 to be healthy again' });
  reporter.note('left unfinished');
  reporter.close();
  expect(text.split('\n')).toEqual([
    '10:02:11 web:   | one',
    '10:02:11 web:   | two',
    '10:02:11 waiting: r2 to be healthy again',
    '10:02:11 left unfinished',
    '',
  ]);
});
