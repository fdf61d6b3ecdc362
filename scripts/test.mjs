// Everything that CI runs: format, lint, types, unit and simulation tests, scenarios on real machines.
// Ends with one line: `N passed, N failed`.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPackages, prepare, prepareBaseImage, root } from './prepare.mjs';

prepare({ rebuild: true });
// The wire is checked against botocore's own models; what scenarios need, they install themselves.
installPackages('python3-botocore');
prepareBaseImage();
const scratch = mkdtempSync(join(tmpdir(), 'imago-test-'));
const totals = { passed: 0, failed: 0, skipped: 0 };

/** Runs a command; `beside` others, its output is kept until it has ended. Answers its exit status. */
async function run(title, command, args, { beside = false } = {}) {
  const begun = performance.now();
  const tell = () => console.log(`\n== ${title}`);
  if (!beside) tell();
  const child = spawn(command, args, { cwd: root, stdio: beside ? 'pipe' : 'inherit' });
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => output.push(chunk));
  const status = await new Promise((resolve) => {
    child.once('error', ({ message }) => resolve(message));
    child.once('close', (code, signal) => resolve(code ?? signal));
  });
  if (beside) {
    tell();
    process.stdout.write(Buffer.concat(output));
  }
  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  console.log(`== ${title}: ${status === 0 ? 'done' : `failed (${status})`} after ${seconds} s`);
  return status;
}

/** One command that passes or fails as a whole. */
async function checkCommand(title, command, args, options) {
  const status = await run(title, command, args, options);
  totals[status === 0 ? 'passed' : 'failed'] += 1;
}

/** One of the npm packages' tools. */
const check = (title, tool, ...args) => checkCommand(title, join(root, 'node_modules/.bin', tool), args);

/** A vitest project, counted test by test. */
async function tests(title, project, options) {
  const report = join(scratch, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const args = ['run', '--project', project, ...reporters];
  const status = await run(title, join(root, 'node_modules/.bin/vitest'), args, options);
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTotalTests } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    totals.passed += numPassedTests;
    totals.failed += numFailedTests;
    totals.skipped += numPendingTests;
    // A suite that failed to load, or an unhandled error, counts even where no test did.
    if ((status !== 0 && numFailedTests === 0) || numTotalTests === 0) totals.failed += 1;
  } catch (error) {
    console.log(`== ${title}: no report (${error.message})`);
    totals.failed += 1;
  }
}

/**
 * Schedules of the simulator, with what processor time the rest leaves: scenarios mostly wait for machines. The same
 * schedules each time: what fails here was broken by the change. `npm run simulate` draws fresh ones.
 */
function simulate(title, ...args) {
  const seeds = ['--seed', process.env.IMAGO_SEED ?? '1', '--count', '20000'];
  const script = ['scripts/simulate.mjs', ...args, ...seeds, '--keep', scratch];
  return checkCommand(title, 'nice', ['-n', '19', process.execPath, ...script], { beside: true });
}

async function simulations() {
  await simulate('rollouts in the simulator');
  await simulate('rollouts of clusters in the simulator', '--clusters');
}

await check('format', 'oxfmt', '--check');
await check('lint', 'oxlint', '--deny-warnings');
await check('unused files, exports and dependencies', 'knip');
await check('types of the tests', 'tsc', '-p', 'tsconfig.tests.json');
await tests('unit tests', 'unit');
await tests('tests of machines', 'machines');
const simulated = simulations();
await tests('scenarios on real machines, two at a time', 'scenarios');
await tests('scenarios that need a machine to themselves', 'alone');
await simulated;
rmSync(scratch, { recursive: true });

const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
console.log(`\n${totals.passed} passed, ${totals.failed} failed${skipped}`);
process.exitCode = totals.failed === 0 ? 0 : 1;
