import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Duration, TestSignals, TestTarget } from '@imago/engine';
import { endWords } from '../checks/last-lines.ts';
import { runCommand } from '../checks/run-here.ts';
import { linesKept } from './command-test.ts';
import type { TestTools } from './create-test-runner.ts';
import { checkVitest, findVitest } from './find-vitest.ts';
import { lateWords } from './found.ts';
import type { Found } from './found.ts';
import { variablesOfTest } from './test-variables.ts';
import { limitTime } from './time-limit.ts';
import { readReport } from './vitest-report.ts';

/** Between two runs during an upgrade. */
const interval = 1000;

/** Test files pass; during an upgrade they are run again and again, and the run under way is let come to its end. */
export async function runVitestTest(
  files: readonly string[],
  timeout: Duration,
  target: TestTarget,
  signals: TestSignals,
  tools: TestTools,
): Promise<Found> {
  const { stop } = signals;
  const problem = await checkVitest(files, tools.directory);
  if (problem !== undefined) throw new Error(`${problem.message}: ${problem.fix}`);
  const vitest = await findVitest(tools.directory);
  const paths = files.map((file) => resolve(tools.directory, file));
  const limit = limitTime(timeout, signals);
  try {
    for (let runs = 1; ; runs += 1) {
      const found = await runOnce(vitest, paths, target, tools, limit.signal);
      if (limit.late())
        return { passed: false, detail: lateWords(timeout, stop !== undefined), output: found.output };
      if (stop === undefined) return found;
      if (!found.passed) return { ...found, detail: `run ${runs}: ${found.detail}` };
      if (stop.aborted)
        return { ...found, detail: runs === 1 ? found.detail : `${runs} runs, the last: ${found.detail}` };
      await pause(interval, undefined, { signal: AbortSignal.any([limit.signal, stop]) }).catch(
        () => undefined,
      );
    }
  } finally {
    limit.clear();
  }
}

async function runOnce(
  vitest: string,
  paths: readonly string[],
  target: TestTarget,
  tools: TestTools,
  signal: AbortSignal,
): Promise<Found> {
  const report = join(tmpdir(), `imago-vitest-${randomUUID()}.json`);
  const words = [
    process.execPath,
    vitest,
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...paths,
  ];
  try {
    const command = `exec ${words.map(quoted).join(' ')}`;
    const { exitCode, output } = await runCommand(command, variablesOfTest(target), tools, {
      signal,
      tied: true,
    });
    const told = readReport(await readFile(report, 'utf8').catch(() => ''));
    const lines = output.last(linesKept);
    if (exitCode === 0) return { passed: true, detail: told ?? 'all passed', output: lines };
    return { passed: false, detail: told ?? endWords('vitest', exitCode, output), output: lines };
  } finally {
    await rm(report, { force: true });
  }
}

const quoted = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`;
