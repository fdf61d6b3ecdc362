import { defineConfig } from 'vitest/config';

/** The SDK's word on future Node versions is for us, who pin it, and not for every test run. */
const env = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };

/** Unit and simulation tests read the sources; scenarios see only the built command. */
export default defineConfig({
  test: {
    projects: [
      {
        resolve: { conditions: ['source'] },
        ssr: { resolve: { conditions: ['source'] } },
        test: {
          name: 'unit',
          env,
          include: ['packages/*/test/**/*.test.ts'],
          testTimeout: 30_000,
          // No test mocks a module or leaves anything global: loading each module once makes them five times as fast.
          isolate: false,
        },
      },
      {
        test: {
          name: 'scenarios',
          include: ['scenarios/**/*.test.ts'],
          env,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
