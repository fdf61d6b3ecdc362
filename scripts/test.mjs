// Everything that CI runs: format, lint, types, unit and simulation tests, scenarios on real machines.
// Ends with one line: `N passed, N failed`.
import { spawnSync } from 'node:child_process';
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

/** One tool that passes or fails as a whole. */
function check(title, tool, ...args) {
  checkCommand(title, join(root, 'node_modules/.bin', tool), ...args);
}

/** Any command that does. */
function checkCommand(title, command, ...args) {
  console.log(`\n== ${title}`);
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  totals[status === 0 ? 'passed' : 'failed'] += 1;
  if (status !== 0) console.log(`== ${title}: failed`);
}

/** A vitest project, counted test by test. */
function tests(title, project) {
  console.log(`\n== ${title}`);
  const report = join(scratch, `${project}.json`);
  const args = [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  const { status } = spawnSync(join(root, 'node_modules/.bin/vitest'), args, { cwd: root, stdio: 'inherit' });
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

/** Schedules of the simulator, from one seed on. */
function simulate(title, ...args) {
  const seeds = ['--seed', process.env.IMAGO_SEED ?? '1', '--count', '20000'];
  checkCommand(title, process.execPath, 'scripts/simulate.mjs', ...args, ...seeds, '--keep', scratch);
}

check('format', 'oxfmt', '--check');
check('lint', 'oxlint', '--deny-warnings');
check('unused files, exports and dependencies', 'knip');
check('types of the tests', 'tsc', '-p', 'tsconfig.tests.json');
tests('unit and simulation tests', 'unit');
// The same schedules each time: what fails here was broken by the change. `npm run simulate` draws fresh ones.
simulate('rollouts in the simulator');
simulate('rollouts of clusters in the simulator', '--clusters');
tests('scenarios on real machines', 'scenarios');
rmSync(scratch, { recursive: true });

const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
console.log(`\n${totals.passed} passed, ${totals.failed} failed${skipped}`);
process.exitCode = totals.failed === 0 ? 0 : 1;
