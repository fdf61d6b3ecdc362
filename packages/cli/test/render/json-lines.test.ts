import { expect, test } from 'vitest';
import { createJsonLinesReporter } from '../../src/render/json-lines.ts';

test('every event is one line of JSON, notes too', () => {
  const lines: string[] = [];
  const reporter = createJsonLinesReporter((line) => lines.push(line));
  reporter.bake({ code: 'bake-notice', recipe: 'web', message: 'two\nlines' });
  reporter.rollout({ code: 'waiting', reason: 'r2 to be healthy again' });
  reporter.note('left unfinished');
  reporter.close();
  expect(lines.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true);
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { event: { code: 'bake-notice', recipe: 'web', message: 'two\nlines' } },
    { event: { code: 'waiting', reason: 'r2 to be healthy again' } },
    { event: { code: 'note', text: 'left unfinished' } },
  ]);
});
