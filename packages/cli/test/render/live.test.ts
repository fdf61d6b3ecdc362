import { stripVTControlCharacters } from 'node:util';
import { seconds } from '@imago/engine';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLiveReporter } from '../../src/render/live.ts';
import type { Reporter } from '../../src/render/reporter.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function terminal(): { reporter: Reporter; written: () => string } {
  let written = '';
  const stream = {
    isTTY: true,
    columns: 80,
    rows: 10,
    write: (text: string) => {
      written += text;
      return true;
    },
  };
  // as much of it as a reporter uses
  const reporter = createLiveReporter(stream as NodeJS.WriteStream, { color: false });
  return { reporter, written: () => stripVTControlCharacters(written) };
}

test('closing twice shows the last view once', () => {
  const { reporter, written } = terminal();
  reporter.rollout({ code: 'rollout-started', number: 1, kind: 'deploy', to: 'r1' });
  reporter.close();
  const once = written();
  reporter.close();
  expect(written()).toBe(once);
  expect(vi.getTimerCount()).toBe(0);
});

test('output higher than the terminal stays, all of it', () => {
  const { reporter, written } = terminal();
  const text = Array.from({ length: 50 }, (_, index) => `line ${index}`).join('\n');
  reporter.bake({ code: 'bake-output', recipe: 'web', index: 0, stream: 'stdout', text });
  reporter.close();
  for (let index = 0; index < 50; index += 1) expect(written()).toContain(`web:   | line ${index}\n`);
});

test('a step shows how long it takes while it goes on', () => {
  const { reporter, written } = terminal();
  reporter.bake({ code: 'bake-step-started', recipe: 'web', step: 'launch' });
  vi.advanceTimersByTime(seconds(3).milliseconds);
  expect(written()).toContain('web  3s  launch the temporary instance');
  reporter.close();
});
