import { milliseconds } from '@imago/engine';
import type { TestRunner, TestSettings, TestSignals, TestTarget } from '@imago/engine';
import { runCommandTest } from './command-test.ts';
import type { Found } from './found.ts';
import { runHttpTest } from './http-test.ts';
import { checkVitest } from './find-vitest.ts';
import { runVitestTest } from './vitest-test.ts';

/** What tests are run with. */
export interface TestTools {
  /** The project's folder: commands run there, its vitest is looked for there, and paths of test files start there. */
  readonly directory: string;
  /** What commands inherit. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Runs tests on this machine: commands with its shell, requests over HTTP, and files with the project's own vitest. */
export function createTestRunner(tools: TestTools): TestRunner {
  return {
    check: async ({ action }) =>
      action.kind === 'vitest' ? checkVitest(action.files, tools.directory) : undefined,
    async run(test, target, signals) {
      const begun = performance.now();
      const found = await runKind(test, target, signals, tools).catch((error: unknown): Found => {
        signals.abort.throwIfAborted();
        return { passed: false, detail: error instanceof Error ? error.message : String(error), output: [] };
      });
      signals.abort.throwIfAborted();
      return { name: test.name, ...found, took: milliseconds(Math.round(performance.now() - begun)) };
    },
  };
}

async function runKind(
  test: TestSettings,
  target: TestTarget,
  signals: TestSignals,
  tools: TestTools,
): Promise<Found> {
  const { action, timeout } = test;
  switch (action.kind) {
    case 'command':
      return runCommandTest(action.run, timeout, target, signals, tools);
    case 'http':
      return runHttpTest(action, timeout, target, signals);
    case 'vitest':
      return runVitestTest(action.files, timeout, target, signals, tools);
  }
}
