// The main job, end to end, on a local cloud of its own: bake, deploy, replace under load, refuse, roll back.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { imago, prepare, root } from './prepare.mjs';

const keep = process.argv.includes('--keep');
const dataDir = '/var/lib/imago-demo';
const [port, network] = ['4511', '10.214.0.0/16'];
const env = { ...process.env, IMAGO_LOCAL_DIR: dataDir };
const project = join(root, 'examples/webapp');
const times = [];
let load;

/** Runs one imago command, shows what it says, and answers its status, stdout and seconds. */
async function run(title, args, { expect = 0 } = {}) {
  console.log(`\n\u001b[1m$ imago ${args.join(' ')}\u001b[0m`);
  const started = performance.now();
  const child = spawn(process.execPath, [imago, ...args], {
    cwd: project,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let stdout = '';
  createInterface(child.stdout).on('line', (line) => {
    stdout += `${line}\n`;
    console.log(line);
  });
  const status = await new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)));
  const seconds = (performance.now() - started) / 1000;
  if (status !== expect) throw new Error(`imago ${args.join(' ')} ended with ${status}, not ${expect}`);
  times.push([title, seconds]);
  return { stdout, seconds };
}

/** Steady requests from a process of its own, until stopped. */
function startLoad(url) {
  const child = spawn(process.execPath, [join(root, 'scripts/load.mjs'), url, '200'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk) => (text += chunk));
  const ended = new Promise((resolve) => child.once('close', resolve));
  return {
    async stop() {
      child.kill('SIGTERM');
      await ended;
      return JSON.parse(text);
    },
  };
}

async function main() {
  await run('local cloud', ['local', 'start', '--port', port, '--network', network]);
  await run('bake both layers, version 1', ['bake', '--var', 'version=1']);
  await run('deploy version 1', ['deploy', 'production', '--var', 'version=1']);
  const status = JSON.parse((await run(undefined, ['status', 'production', '--json'])).stdout);
  load = startLoad(status.url);
  await run('bake version 2 (upper layer only)', ['bake', 'web', '--var', 'version=2']);
  await run('deploy version 2 under load', ['deploy', 'production', '--var', 'version=2']);
  await run(
    'version 3 is broken: refused',
    ['deploy', 'production', '--var', 'version=3', '--var', 'greeting='],
    { expect: 1 },
  );
  await run('roll back to version 1', ['rollback', 'production']);
  await run(undefined, ['history', 'production']);
  const totals = await load.stop();
  load = undefined;

  console.log('\n\u001b[1mWhat happened\u001b[0m');
  for (const [title, seconds] of times) {
    if (title !== undefined) console.log(`  ${title.padEnd(36)} ${seconds.toFixed(1).padStart(6)} s`);
  }
  console.log(`  ${totals.failures} of ${totals.requests} requests failed`);
  for (const failure of totals.examples) console.log(`    ${failure}`);
  if (totals.requests === 0 || totals.failures > 0) process.exitCode = 1;
}

async function stopCloud() {
  await load?.stop();
  if (!keep) return await run(undefined, ['local', 'reset', '--yes']);
  console.log(`\nThe local cloud runs on:
  export IMAGO_LOCAL_DIR=${dataDir}
  eval "$(npx imago local env)"      any AWS client
  cd examples/webapp && npx imago status production
  npx imago local stop               when you have seen enough`);
}

prepare({ quiet: true });
const started = performance.now();
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {}); // the running command cleans up; then so do we
try {
  await run(undefined, ['local', 'reset', '--yes']);
  await main();
} catch (error) {
  console.error(`\ndemo: ${error.message}`);
  process.exitCode = 1;
} finally {
  await stopCloud();
  console.log(`\ndemo: ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
