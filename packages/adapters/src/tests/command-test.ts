import { constants } from 'node:os';
import type { Duration, TestSignals, TestTarget } from '@imago/engine';
import { endWords } from '../checks/last-lines.ts';
import { runCommand } from '../checks/run-here.ts';
import type { TestTools } from './create-test-runner.ts';
import { lateWords } from './found.ts';
import type { Found } from './found.ts';
import { variablesOfTest } from './test-variables.ts';
import { limitTime } from './time-limit.ts';

/** Lines that are kept of what a test wrote. */
export const linesKept = 20;

/** How a shell answers a signal that ends it. */
const terminated = 128 + constants.signals.SIGTERM;

/**
 * A shell that is asked to end waits for what it runs and ends as that did. Otherwise it would be gone at once, and the
 * word of the program in it with it.
 */
const passOn = "trap 'exit $?' TERM\n";

/**
 * A command ends with status 0. During an upgrade it may go on until SIGTERM asks it to end: then it says by its status
 * how it went, and one that knows no answer to that signal has found nothing wrong until then.
 */
export async function runCommandTest(
  run: string,
  timeout: Duration,
  target: TestTarget,
  signals: TestSignals,
  tools: TestTools,
): Promise<Found> {
  const { stop } = signals;
  const limit = limitTime(timeout, signals);
  try {
    const command = stop === undefined ? run : `${passOn}${run}`;
    const { exitCode, output } = await runCommand(command, variablesOfTest(target), tools, {
      signal: limit.signal,
      asked: stop,
      tied: true,
    });
    const lines = output.last(linesKept);
    if (limit.late()) {
      const said = output.words === '' ? '' : `: ${output.words}`;
      return { passed: false, detail: `${lateWords(timeout, stop !== undefined)}${said}`, output: lines };
    }
    if (exitCode === 0) return { passed: true, detail: lines.at(-1) ?? 'status 0', output: lines };
    if (stop?.aborted === true && exitCode === terminated)
      return {
        passed: true,
        detail: lines.at(-1) ?? 'it went well until it was asked to end',
        output: lines,
      };
    return { passed: false, detail: endWords('the command', exitCode, output), output: lines };
  } finally {
    limit.clear();
  }
}
