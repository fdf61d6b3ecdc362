// The shipped command: two bundles (the CLI with one chunk per command, and the local cloud's daemon).
// mainFields prefers ES modules, without which the SDK's schemas are not shaken out (see docs/benchmarks.md).
import { defineConfig } from 'rolldown';

const external = [/^node:/, 'ssh2', 'jiti'];

export default defineConfig({
  input: {
    imago: 'packages/cli/src/main.ts',
    index: 'packages/cli/src/index.ts',
    'local-cloud': 'packages/local-cloud/src/main.ts',
  },
  external,
  platform: 'node',
  resolve: {
    mainFields: ['module', 'main'],
    conditionNames: ['source', 'import', 'module', 'node', 'default'],
  },
  output: {
    dir: 'packages/cli/bundle',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    cleanDir: true,
    sourcemap: false,
  },
});
