import { defineConfig } from 'vitest/config';

/** The SDK's word on future Node versions is for us, who pin it, and not for every test run. */
const env = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };

/** What starts machines on this host; one file after the other, so that each finds it as it left it. */
const machines = 'packages/*/test/**/*.machines.test.ts';
/** Scenarios that load this host to its limit, or go by how long things take when nothing else does. */
const alone = ['scenarios/demo.test.ts', 'scenarios/under-load.test.ts'];

/** Tests of packages read the sources. */
const sources = {
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
};
const packages = {
  env,
  testTimeout: 30_000,
  // No test mocks a module or leaves anything global: loading each module once makes them five times as fast.
  isolate: false,
};
/** Scenarios see only the built command. */
const scenarios = { env, testTimeout: 300_000, hookTimeout: 300_000 };

/** Groups come one after the other where several projects are run together. */
export default defineConfig({
  test: {
    projects: [
      {
        ...sources,
        test: {
          ...packages,
          name: 'unit',
          include: ['packages/*/test/**/*.test.ts'],
          exclude: [machines],
          sequence: { groupOrder: 0 },
        },
      },
      {
        ...sources,
        test: {
          ...packages,
          name: 'machines',
          include: [machines],
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...scenarios,
          name: 'scenarios',
          include: ['scenarios/**/*.test.ts'],
          exclude: alone,
          // They mostly wait, each for a cloud of its own.
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          ...scenarios,
          name: 'alone',
          include: alone,
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
