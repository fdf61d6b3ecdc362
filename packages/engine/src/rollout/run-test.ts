import { milliseconds } from '../model/duration.ts';
import type { TestSettings } from '../model/check.ts';
import type { TestSignals, TestTarget, TestVerdict } from '../ports/test-runner.ts';
import type { RolloutPorts } from './ports.ts';

/** Runs one test and tells of it. An error of whoever runs it is a failure like any other; rejects where it was aborted. */
export async function runTest(
  test: TestSettings,
  target: TestTarget,
  { tests, clock, emit }: Pick<RolloutPorts, 'tests' | 'clock' | 'emit'>,
  signals: TestSignals,
): Promise<TestVerdict> {
  const { name } = test;
  const { moment } = target;
  const begun = clock.now().getTime();
  signals.abort.throwIfAborted();
  emit({ code: 'test-started', name, moment });
  const verdict = await tests.run(test, target, signals).catch((error: unknown): TestVerdict => {
    const detail = error instanceof Error ? error.message : String(error);
    const took = milliseconds(clock.now().getTime() - begun);
    return { name, passed: false, detail, output: [], took };
  });
  signals.abort.throwIfAborted();
  const { passed, detail, output, took } = verdict;
  if (passed) emit({ code: 'test-passed', name, moment, detail, ms: took.milliseconds });
  else emit({ code: 'test-failed', name, moment, detail, output, ms: took.milliseconds });
  return verdict;
}
