// Runs benchmarks/*.ts, or those named: npm run bench -- bake launch
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { installPackages, prepare, prepareBaseImage, root } from './prepare.mjs';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
prepare();
installPackages('packer', 'wrk', 'ansible', 'python3-boto3');
prepareBaseImage();
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
