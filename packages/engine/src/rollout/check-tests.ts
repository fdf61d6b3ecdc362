import { ImagoError } from '../errors/imago-error.ts';
import type { TestSettings } from '../model/check.ts';
import type { TestRunner } from '../ports/test-runner.ts';

/** Refuses tests that this machine cannot run: it would be found out when the release is live. */
export async function checkTests(tests: readonly TestSettings[], runner: TestRunner): Promise<void> {
  for (const test of tests) {
    const problem = await runner.check(test);
    if (problem === undefined) continue;
    throw new ImagoError({
      code: 'test-cannot-run',
      source: 'user',
      message: `test ${test.name} cannot be run here: ${problem.message}`,
      fix: problem.fix,
    });
  }
}
