// Runs benchmarks/*.ts, or those named: npm run bench -- bake launch
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';

prepare();
const tools = { packer: '/usr/bin/packer', wrk: '/usr/bin/wrk' };
const missing = Object.keys(tools).filter((name) => !existsSync(tools[name]));
if (missing.length > 0) {
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], { stdio: 'inherit' });
}
const all = readdirSync(join(root, 'benchmarks'))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.slice(0, -3));
const named = process.argv.slice(2);
for (const name of named.length > 0 ? named : all) {
  console.log(`\n## ${name}`);
  const { status } = spawnSync(
    join(root, 'node_modules/.bin/jiti'),
    [join(root, 'benchmarks', `${name}.ts`)],
    { stdio: 'inherit' },
  );
  if (status !== 0) process.exitCode = 1;
}
