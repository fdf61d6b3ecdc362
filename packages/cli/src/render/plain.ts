import { bakeLine } from './bake-line.ts';
import type { Reporter } from './reporter.ts';
import { createRolloutLines } from './rollout-lines.ts';

/** Lines with the time of day, for pipes and CI: `10:02:11 base: launch`. */
export function createPlainReporter(write: (line: string) => void, now: () => Date): Reporter {
  const say = (text: string | undefined): void => {
    if (text === undefined) return;
    const time = now().toISOString().slice(11, 19);
    for (const line of text.split('\n')) write(`${time} ${line}\n`);
  };
  const rolloutLines = createRolloutLines();
  return {
    bake: (event) => say(bakeLine(event)),
    rollout: (event) => say(rolloutLines(event)),
    note: say,
    close: () => {},
  };
}
