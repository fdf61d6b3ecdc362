import { defineConfig } from 'vitest/config';

/** Unit and simulation tests read the sources; scenarios see only the built command. */
export default defineConfig({
  test: {
    projects: [
      {
        resolve: { conditions: ['source'] },
        ssr: { resolve: { conditions: ['source'] } },
        test: { name: 'unit', include: ['packages/*/test/**/*.test.ts'], testTimeout: 30_000 },
      },
      {
        test: {
          name: 'scenarios',
          include: ['scenarios/**/*.test.ts'],
          globalSetup: [],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
