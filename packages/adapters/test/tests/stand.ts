import { seconds } from '@imago/engine';
import type { Duration, TestSettings, TestSignals, TestTarget, TestVerdict } from '@imago/engine';
import { createTestRunner } from '@imago/adapters';

/** An environment to test. */
const target = (changes: Partial<TestTarget> = {}): TestTarget => ({
  environment: { project: 'shop', environment: 'production' },
  moment: 'after',
  release: 'r2',
  previous: 'r1',
  members: [],
  instances: [],
  ...changes,
});

/** A test that does this, at any moment. */
export const testOf = (action: TestSettings['action'], timeout: Duration = seconds(20)): TestSettings => ({
  name: 'orders',
  at: ['after'],
  action,
  timeout,
});

/** Runs it in a folder; aborted by nobody. */
export function runIn(
  directory: string,
  test: TestSettings,
  place: Partial<TestTarget> = {},
  signals: Partial<TestSignals> = {},
): Promise<TestVerdict> {
  const { PATH } = process.env;
  const runner = createTestRunner({ directory, env: { PATH } });
  const moment = signals.stop === undefined ? {} : ({ moment: 'during' } as const);
  const abort = new AbortController().signal;
  return runner.run(test, target({ ...moment, ...place }), { abort, ...signals });
}
