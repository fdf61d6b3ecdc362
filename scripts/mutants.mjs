// Breaks the engine's rules of safety, one at a time, and sees whether a test of the rule or the simulator notices:
// `npm run test:mutants`.
import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { mutants as clusters } from '../mutants/clusters.mjs';
import { mutants as loop } from '../mutants/loop.mjs';
import { mutants as rolling } from '../mutants/rolling.mjs';
import { mutants as twoSides } from '../mutants/two-sides.mjs';
import { bundleSimulator } from './simulator/bundle.mjs';
import { playSeeds } from './simulator/play-seeds.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: String(availableParallelism()) },
    only: { type: 'string' },
    kind: { type: 'string' },
  },
});

const all = [...twoSides, ...rolling, ...loop, ...clusters];
const chosen = all.filter(
  ({ name, kind = 'fleets' }) =>
    (values.only === undefined || name.includes(values.only)) &&
    (values.kind === undefined || values.kind === kind),
);
let survivors = 0;
const copy = await copySources();
try {
  for (const mutant of chosen) await tryMutant(mutant);
} finally {
  await rm(copy, { recursive: true, force: true });
}
console.log(
  survivors === 0 ? `\nall ${chosen.length} are caught` : `\n${survivors} of ${chosen.length} are not caught`,
);
process.exitCode = survivors === 0 ? 0 : 1;

/** The work tree is never broken: a copy is. */
async function copySources() {
  const folder = await mkdtemp(join(tmpdir(), 'imago-mutants-'));
  for (const name of ['engine', 'testkit']) {
    const to = join(folder, 'packages', name);
    await mkdir(to, { recursive: true });
    await cp(join(root, 'packages', name, 'src'), join(to, 'src'), { recursive: true });
    if (name === 'engine')
      await cp(join(root, 'packages', name, 'test'), join(to, 'test'), { recursive: true });
    for (const file of ['package.json', 'tsconfig.json']) {
      await cp(join(root, 'packages', name, file), join(to, file));
    }
  }
  await cp(join(root, 'tsconfig.base.json'), join(folder, 'tsconfig.base.json'));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const alias = ['engine', 'testkit'].map((name) => [
    `@imago/${name}`,
    join(folder, 'packages', name, 'src/index.ts'),
  ]);
  const config = { resolve: { alias: Object.fromEntries(alias) }, test: { isolate: false } };
  await writeFile(join(folder, 'vitest.config.mjs'), `export default ${JSON.stringify(config)};\n`);
  return folder;
}

async function tryMutant({
  name,
  file,
  find,
  replace,
  also = [],
  caughtBy = [],
  tests = [],
  strategy,
  kind,
}) {
  const sound = new Map();
  const broken = new Map();
  for (const change of [{ find, replace }, ...also]) {
    const changed = change.file ?? file;
    const path = join(copy, 'packages/engine/src', changed);
    if (!sound.has(path)) sound.set(path, await readFile(path, 'utf8'));
    const text = broken.get(path) ?? sound.get(path);
    if (text.split(change.find).length !== 2) {
      survivors += 1;
      console.log(`not found  ${name}: ${changed} does not hold ${JSON.stringify(change.find)} exactly once`);
      return;
    }
    broken.set(
      path,
      text.replace(change.find, () => change.replace),
    );
  }
  for (const [path, text] of broken) await writeFile(path, text);
  try {
    const caught =
      failsTests(tests) ?? (caughtBy.length === 0 ? undefined : await play(kind, strategy, caughtBy));
    if (caught === undefined) survivors += 1;
    if (caught === undefined) console.log(`SURVIVED   ${name}`);
    else console.log(`caught     ${name}\n           ${caught}`);
  } finally {
    for (const [path, text] of sound) await writeFile(path, text);
  }
}

/** The first test that fails, where the rule has tests of its own. */
function failsTests(tests) {
  if (tests.length === 0) return undefined;
  const vitest = join(root, 'node_modules/.bin/vitest');
  const args = ['run', '--root', copy, '--reporter', 'json', ...tests.map((test) => join(copy, test))];
  const { stdout } = spawnSync(vitest, args, { cwd: copy, encoding: 'utf8' });
  const { testResults } = JSON.parse(stdout.slice(stdout.indexOf('{')));
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  if (results.length === 0) throw new Error(`no test was run of ${tests.join(', ')}`);
  return results.find(({ status }) => status === 'failed')?.fullName;
}

/**
 * Plays schedules until one breaks an invariant that should notice; answers what it said.
 *
 * @returns {Promise<string | undefined>}
 */
async function play(kind, strategy, caughtBy) {
  const bundle = await bundleSimulator(copy);
  let caught;
  const failed = ({ seed, violations }) => {
    const violation = violations.find((text) => caughtBy.some((kind) => text.startsWith(`${kind}:`)));
    if (violation !== undefined && (caught === undefined || seed < caught.seed)) caught = { seed, violation };
    return caught !== undefined;
  };
  try {
    const order = { from: Number(values.seed), count: Number(values.count), workers: Number(values.workers) };
    const played = await playSeeds({ url: bundle.url, ...order, kind, strategy, failed });
    return caught && `seed ${caught.seed}, after ${played} schedules: ${caught.violation}`;
  } finally {
    await bundle.remove();
  }
}
