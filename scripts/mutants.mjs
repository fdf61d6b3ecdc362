// Breaks the engine's rules of safety, one at a time, and sees whether the simulator notices: `npm run test:mutants`.
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
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
  },
});

const all = [...twoSides, ...rolling, ...loop];
const chosen = all.filter(({ name }) => values.only === undefined || name.includes(values.only));
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
    for (const file of ['package.json', 'tsconfig.json']) {
      await cp(join(root, 'packages', name, file), join(to, file));
    }
  }
  await cp(join(root, 'tsconfig.base.json'), join(folder, 'tsconfig.base.json'));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

async function tryMutant({ name, file, find, replace, also = [], caughtBy, strategy }) {
  const path = join(copy, 'packages/engine/src', file);
  const sound = await readFile(path, 'utf8');
  let broken = sound;
  for (const change of [{ find, replace }, ...also]) {
    if (broken.split(change.find).length !== 2) {
      survivors += 1;
      console.log(`not found  ${name}: ${file} does not hold ${JSON.stringify(change.find)} exactly once`);
      return;
    }
    broken = broken.replace(change.find, () => change.replace);
  }
  await writeFile(path, broken);
  try {
    const caught = await play(strategy, caughtBy);
    if (caught === undefined) survivors += 1;
    if (caught === undefined) console.log(`SURVIVED   ${name}`);
    else console.log(`caught     ${name}\n           ${caught}`);
  } finally {
    await writeFile(path, sound);
  }
}

/**
 * Plays schedules until one breaks an invariant that should notice; answers what it said.
 *
 * @returns {Promise<string | undefined>}
 */
async function play(strategy, caughtBy) {
  const bundle = await bundleSimulator(copy);
  let caught;
  const failed = ({ seed, violations }) => {
    const violation = violations.find((text) => caughtBy.some((kind) => text.startsWith(`${kind}:`)));
    if (violation !== undefined && (caught === undefined || seed < caught.seed)) caught = { seed, violation };
    return caught !== undefined;
  };
  try {
    const order = { from: Number(values.seed), count: Number(values.count), workers: Number(values.workers) };
    const played = await playSeeds({ url: bundle.url, ...order, strategy, failed });
    return caught && `seed ${caught.seed}, after ${played} schedules: ${caught.violation}`;
  } finally {
    await bundle.remove();
  }
}
